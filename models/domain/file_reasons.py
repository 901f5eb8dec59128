"""Why the system refused a file, in words of the program's own: one place for every sentence that names a reason."""

from __future__ import annotations

import errno

from models.domain.text import T, Text

_REASONS = {
    errno.ENOENT: T("file reason", "文件或文件夹不存在"),
    errno.EACCES: T("file reason", "没有权限"),
    errno.EPERM: T("file reason", "没有权限"),
    errno.EEXIST: T("file reason", "已有同名文件"),
    errno.EISDIR: T("file reason", "这是一个文件夹，不是文件"),
    errno.ENOTDIR: T("file reason", "路径中有一段不是文件夹"),
    errno.ENOTEMPTY: T("file reason", "文件夹不是空的"),
    errno.ENOSPC: T("file reason", "磁盘已满"),
    errno.EDQUOT: T("file reason", "磁盘配额已用完"),
    errno.EFBIG: T("file reason", "文件太大"),
    errno.EROFS: T("file reason", "磁盘是只读的"),
    errno.ENAMETOOLONG: T("file reason", "名字太长"),
    errno.EINVAL: T("file reason", "名字或位置不能用"),
    errno.EIO: T("file reason", "磁盘读写出错"),
    errno.EBUSY: T("file reason", "正被别的程序使用"),
    errno.ETXTBSY: T("file reason", "正被别的程序使用"),
    errno.ELOOP: T("file reason", "链接绕成一圈"),
    errno.EMFILE: T("file reason", "打开的文件太多"),
    errno.ENFILE: T("file reason", "打开的文件太多"),
    errno.ENODEV: T("file reason", "磁盘或设备不在了"),
    errno.ENXIO: T("file reason", "磁盘或设备不在了"),
    errno.ESTALE: T("file reason", "磁盘或设备不在了"),
    errno.ENOMEM: T("file reason", "内存不够"),
    errno.EXDEV: T("file reason", "不在同一个磁盘上"),
}


def reason_of(error: BaseException) -> Text:
    """The reason of a file's error; what is not usual is named by the system's short code (EPROTO), never in English."""
    number = error.errno if isinstance(error, OSError) else None
    known = _REASONS.get(number or 0)
    if known is not None:
        return known
    if isinstance(error, UnicodeError):
        return T("file reason", "不是 UTF-8 文字")
    return T("file reason", "系统错误 {code}", code=errno.errorcode.get(number or 0, type(error).__name__))
