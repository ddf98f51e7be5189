"""Turn personal data into sealed bytes and blind keys, so that the database file alone says nothing about a person."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from indexer.store_errors import SealBroken, WrongSecret

AES_256_GCM = b"\x01"
_NONCE_BYTES = 12
_KEY_BYTES = 16


class Seal:
    """Seals with AES-256-GCM and makes blind keys with HMAC-SHA256; each key is derived from `secret` by HKDF.

    The first byte of a sealed value names the cipher, so that another one (SM4) can be added beside this one. The name
    of the record is authenticated with the value: a sealed value copied to another record does not open.

    Raises:
        WrongSecret: `secret` is empty. How strong it must be is decided where it is read.
    """

    def __init__(self, secret: bytes) -> None:
        if not secret:
            raise WrongSecret("没有密钥，不能打开数据库。请设置 ZUNPEI_SECRET_KEY。")
        self._cipher = AESGCM(_derived(secret, b"zunpei seal 1"))
        self._blind_key = _derived(secret, b"zunpei blind index 1")
        self._content_key = _derived(secret, b"zunpei content 1")
        self.chain_key = _derived(secret, b"zunpei ledger 1")
        self.check = hmac.new(_derived(secret, b"zunpei check 1"), b"zunpei", hashlib.sha256).hexdigest()

    def close(self, plain: bytes, of: str) -> bytes:
        """Return `plain` sealed as belonging to `of` ("seeker:s-1")."""
        nonce = os.urandom(_NONCE_BYTES)
        return AES_256_GCM + nonce + self._cipher.encrypt(nonce, plain, of.encode())

    def open(self, sealed: bytes, of: str) -> bytes:
        """Return what `close` was given.

        Raises:
            SealBroken: altered, sealed as something else, or of an unknown cipher.
        """
        if sealed[:1] != AES_256_GCM:
            raise SealBroken(of)
        nonce, text = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, text, of.encode())
        except InvalidTag as error:
            raise SealBroken(of) from error

    def content_hash(self, *parts: bytes) -> bytes:
        """Return 16 keyed bytes that change when any part does; keyed, so that a guess of a person cannot be tried."""
        digest = hashlib.blake2b(key=self._content_key, digest_size=_KEY_BYTES)
        for part in parts:
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
        return digest.digest()

    def id_number_key(self, id_number: str) -> bytes | None:
        """Return the blind key of an ID number, None of an empty one. Blanks and the case of X do not matter."""
        return self._blind("id_number", bare(id_number))

    def name_phone_key(self, name: str, phone: str) -> bytes | None:
        """Return the blind key of a name and phone together, None when either is empty."""
        name, phone = bare(name), bare(phone)
        return self._blind("name_phone", f"{name}\0{phone}") if name and phone else None

    def _blind(self, kind: str, value: str) -> bytes | None:
        if not value:
            return None
        return hmac.new(self._blind_key, f"{kind}\0{value}".encode(), hashlib.sha256).digest()[:_KEY_BYTES]


def bare(text: str) -> str:
    """Return the text as compared in lookups: NFKC, upper case, without blanks and hyphens."""
    return re.sub(r"[\s\-‐-―]", "", unicodedata.normalize("NFKC", text)).upper()


def _derived(secret: bytes, purpose: bytes) -> bytes:
    """Source: RFC 5869 (HKDF)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)
