# syntax=docker/dockerfile:1
# Two stages: wheels are resolved once, the image that runs holds no compiler, no cache and no root.
FROM python:3.11-slim-bookworm AS wheels
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY models models
COPY indexer indexer
COPY service service
# torch stands first and pinned: an unpinned torch brings gigabytes of GPU libraries (docs/decisions/0003).
ARG TORCH=torch==2.13.0
RUN python -m venv /opt/zunpei \
 && /opt/zunpei/bin/pip install "$TORCH" \
 && /opt/zunpei/bin/pip install '.[transformers,postgres,milvus]'

FROM python:3.11-slim-bookworm
ENV PATH=/opt/zunpei/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    OMP_NUM_THREADS=1 \
    TOKENIZERS_PARALLELISM=false \
    ZUNPEI_DATA_DIR=/data \
    ZUNPEI_HOST=0.0.0.0 \
    ZUNPEI_ACCESS=keys
RUN groupadd --system --gid 10001 zunpei \
 && useradd --system --uid 10001 --gid zunpei --home-dir /data --shell /usr/sbin/nologin zunpei \
 && install -d -o zunpei -g zunpei -m 750 /data
COPY --from=wheels /opt/zunpei /opt/zunpei
COPY --chown=zunpei:zunpei sample /opt/zunpei/share/sample
USER zunpei
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=40s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
ENTRYPOINT ["zunpei"]
CMD ["serve"]
