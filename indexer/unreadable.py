"""Turn the ways in which a file cannot be read into one Chinese sentence each that says what to do."""

from __future__ import annotations

SENTENCES = {
    "missing": "找不到文件，请检查文件名和所在文件夹。",
    "directory": "这是一个文件夹，请选择其中的文件。",
    "empty": "文件是空的（没有任何内容），请重新导出或重新上传。",
    "encrypted": "文件设有打开密码，请先在 WPS 或 Excel 中取消密码、另存后再上传。",
    "damaged": "文件已损坏或没有传完整，请用 WPS 或 Excel 打开并另存为 .xlsx 后再上传。",
    "image": "这是图片，无法读取表格，请上传 Excel、WPS 表格或 CSV 原件。",
    "pdf": "这是 PDF，无法读取表格，请上传 Excel、WPS 表格或 CSV 原件。",
    "document": "这是文字文档（Word/WPS 文字），请把表格复制到 Excel 或 WPS 表格中，另存为 .xlsx 后再上传。",
    "slides": "这是演示文稿，请上传 Excel、WPS 表格或 CSV 文件。",
    "archive": "这是压缩包，请解压后逐个上传其中的表格文件。",
    "web_archive": "这是网页归档（MHT），请用 WPS 或 Excel 打开并另存为 .xlsx 后再上传。",
    "old_workbook": "这是很旧的 Excel 格式，请用 WPS 或 Excel 打开并另存为 .xlsx 后再上传。",
    "too_large": "文件解压后过大（超过 1GB，或压缩得异常），请按县或按批次拆分后再上传。",
    "binary": "无法识别的文件格式，请上传 .xlsx、.xls、.et、.csv 或 JSON 行文件。",
    "no_table": "网页中没有表格，请重新导出为 .xlsx 或 .csv。",
    "json": "这是 JSON 文件，不是表格，请按 JSON 行导入。",
    "not_json": "这不是 JSON 行文件，请按表格导入。",
}


class UnreadableFile(Exception):
    """A file that cannot be read at all. `sentence` (Chinese) says why and what to do; `str()` gives it too.

    Raises:
        KeyError: `code` has no sentence in `SENTENCES`.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self.sentence = SENTENCES[code]
        super().__init__(self.sentence)
