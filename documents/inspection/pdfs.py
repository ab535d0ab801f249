"""PDF files that do more than show pages are refused: archives must be able to open them."""

from typing import IO, Any

import pikepdf

ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition"})


def pdf_problem(stream: IO[Any]) -> str:
    """Say what is wrong with a PDF, as the end of a sentence; empty when nothing is."""
    stream.seek(0)
    try:
        with pikepdf.open(stream) as pdf:  # type: ignore[arg-type]
            return _content_problem(pdf)
    except pikepdf.PasswordError:
        return "设有打开密码，请上传未加密的文件"
    except (pikepdf.PdfError, ValueError, RecursionError):
        return "已损坏，无法打开"


def _content_problem(pdf: pikepdf.Pdf) -> str:
    if pdf.is_encrypted:
        return "已加密，请上传未加密的文件"
    if not pdf.pages:
        return "没有页面"
    root = pdf.Root
    names = root.get("/Names") or pikepdf.Dictionary()
    if "/JavaScript" in names or _is_active(root.get("/OpenAction")) or "/AA" in root:
        return "含有脚本或自动动作，请另存为不含脚本的文件"
    if "/EmbeddedFiles" in names:
        return "内嵌了其他文件，请把内嵌文件单独上传"
    if "/XFA" in (root.get("/AcroForm") or pikepdf.Dictionary()):
        return "是动态表单，请打印为普通 PDF 后上传"
    return ""


def _is_active(action: object) -> bool:
    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) in ACTIVE_ACTIONS
