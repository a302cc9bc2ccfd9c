"""Words of the history, in both languages."""

from data.text import Text

INTERRUPTED = Text(
    zh="这个问题没有答完：回答被中断，或正在另一个窗口中进行。",
    en="This question has no answer: it was interrupted, or is being answered in another window.",
)
UNREADABLE = Text(
    zh="这个问题的答案无法读取：文件受损，或由另一版本保存。可以重新提问。",
    en="The answer to this question cannot be read: it is damaged or of another version. Ask again.",
)
NOT_USABLE = Text(
    zh="对话记录 {file} 现在无法使用（{why}）。请检查磁盘空间和文件夹权限后重试。",
    en="The conversations in {file} cannot be used now ({why}). Check the space on the disk and"
    " the rights to the folder, then try again.",
)
LATER_VERSION = Text(
    zh="对话记录 {file} 由更新版本的 VisCEADs 保存；请升级后再用，文件未作改动。",
    en="The conversations in {file} were kept by a later version of VisCEADs; upgrade to use them."
    " The file was not changed.",
)
QUESTION = Text(zh="问", en="Question")
CHART = Text(zh="图", en="Chart")
CHART_FAILED = Text(zh="此图无法绘制。", en="This chart cannot be drawn.")
NEEDS_SCRIPT = Text(
    zh="图表需要启用 JavaScript 才能显示。", en="The charts need JavaScript to be shown."
)
EXPORTED = Text(
    zh="由 VisCEADs 导出。点击带下划线的数字查看依据。",
    en="Exported from VisCEADs. Open an underlined figure for its evidence.",
)
NONE_KEPT = Text(
    zh="还没有保存的对话。网页上的对话会自动保存；命令行请用 visceads ask --conversation new。",
    en="No conversation is kept yet. Those of the page are kept by themselves; on the command line"
    " use visceads ask --conversation new.",
)
NONE_FOUND = Text(zh="没有对话包含“{words}”。", en="No conversation holds “{words}”.")
NO_SUCH = Text(
    zh="没有编号为“{id}”的对话；visceads history list 列出全部对话。",
    en="There is no conversation “{id}”; visceads history list shows all there are.",
)
NOT_ONE = Text(
    zh="编号“{id}”对应多个对话，请多写几位：{found}。",
    en="Several conversations begin with “{id}”; write more of it: {found}.",
)
NO_LAST = Text(zh="还没有对话可以继续。", en="There is no conversation to continue yet.")
EMPTY_TITLE = Text(zh="标题不能为空。", en="The title must not be empty.")
IS_OFF = Text(
    zh='设置 history = "off" 关闭了对话保存。', en='The setting history = "off" keeps nothing.'
)
FORM_NEEDED = Text(
    zh="请用 --format md、html 或 json，或让文件名以其中之一结尾。",
    en="Name a format with --format md, html or json, or let the file's name end in one.",
)
FILE_THERE = Text(
    zh="文件 {file} 已存在；加 --force 覆盖。", en="{file} is there already; --force overwrites it."
)
NOT_WRITABLE = Text(zh="文件 {file} 无法写入（{why}）。", en="{file} cannot be written ({why}).")
RENAMED = Text(zh="已改名：{title}", en="Renamed: {title}")
DELETED = Text(zh="已删除 {n} 个对话。", en="Deleted: {n}.")
WRITTEN = Text(zh="已写入 {file}", en="Written: {file}")
DATASET_GONE = Text(
    zh="数据集“{id}”已不存在，改用“{title}”。",
    en="The data set “{id}” is no longer there; “{title}” is used instead.",
)
COUNT = Text(zh="{n} 问", en="{n} asked")


def fill(text: Text, **held: object) -> Text:
    """Fill a sentence in both languages."""
    return text.map(lambda t: t.format(**held))
