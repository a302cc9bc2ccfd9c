"""Every word of the page about data sets and their import, in both languages."""

from data.text import Text


def fill(text: Text, **values: object) -> Text:
    """Write values into both languages; a value that is a text enters in its own.

    >>> fill(Text(zh="{n} 个", en="{n} files"), n=2).en
    '2 files'
    """
    own = {k: v if isinstance(v, Text) else Text(zh=str(v), en=str(v)) for k, v in values.items()}
    return Text(
        zh=text.zh.format(**{k: v.zh for k, v in own.items()}),
        en=text.en.format(**{k: v.en for k, v in own.items()}),
    )


DATA = Text(zh="数据", en="Data")
OPEN_DATA = Text(zh="管理数据", en="Data")
MAKE_DEFAULT = Text(zh="设为默认", en="Make default")
SWITCHED = Text(zh="数据集已切换为“{title}”", en="Data set switched to “{title}”")
RENEWED = Text(zh="数据集“{title}”已更新", en="Data set “{title}” brought up to date")
FROM_NOW = Text(
    zh="之后的回答以此为准，之前的回答及其依据不变。",
    en="Answers from here on use it; those above keep theirs and their evidence.",
)
NOW_DEFAULT = Text(
    zh="新打开的对话将默认使用“{title}”。", en="New conversations will start with “{title}”."
)
REMOVED_HERE = Text(
    zh="所用数据集“{title}”已被删除。", en="The data set in use, “{title}”, was removed."
)
BUSY = Text(
    zh="正在回答上一个问题；您的新问题已保留在输入框中，请在回答完成后发送，或先停止当前回答。",
    en="The question before is still being answered; yours is kept in the box: send it when the"
    " answer is there, or stop the current one.",
)
BUSY_SWITCH = Text(
    zh="正在回答问题，回答完成后再切换数据集。",
    en="A question is being answered; switch the data set when the answer is there.",
)

IO_YEARS = Text(zh="投入产出表 {years}", en="input-output tables {years}")
PROVINCIAL = Text(zh="省级排放清单 {years}", en="provincial inventories {years}")
NATIONAL = Text(zh="全国排放清单 {years}", en="national inventory {years}")
NOTHING = Text(zh="没有数据表", en="no tables")
STOP = Text(zh="。", en=".")
BETWEEN = Text(zh="；", en="; ")

TAB_IMPORT = Text(zh="导入文件", en="Import files")
TAB_HELD = Text(zh="已有数据", en="Data held")
CLOSE = Text(zh="关闭", en="Close")

DROP = Text(zh="将文件拖到这里，或点击选择", en="Drop files here, or click to choose")
LIMITS = Text(
    zh="Excel（.xlsx）、zip、CSV、.mat；每个文件及合计不超过 {most}",
    en="Excel (.xlsx), zip, CSV or .mat; at most {most} a file and in all",
)
REMOVE_FILE = Text(zh="移除", en="Remove")
UNREADABLE = Text(zh="浏览器无法读取此文件。", en="The browser cannot read this file.")
WRONG_TYPE = Text(
    zh="“{name}”的类型不能导入；可导入：{types}。",
    en="“{name}” is of a type that cannot be imported; these can: {types}.",
)
TOO_LARGE = Text(
    zh="“{name}”过大，每个文件不超过 {most}。更大的文件可用命令 visceads import 导入。",
    en="“{name}” is too large: at most {most} a file. Larger ones: visceads import FILE.",
)
TOO_MUCH = Text(
    zh="加上“{name}”后合计超过 {most}，请分次导入，或使用命令 visceads import。",
    en="With “{name}” the files come to more than {most}; import them in parts, or with"
    " visceads import.",
)
TOO_MANY = Text(
    zh="一次最多 {most} 个文件，“{name}”未加入；可打包为 zip 后导入。",
    en="At most {most} files at once; “{name}” was not added. A zip archive may hold more.",
)
LOST = Text(
    zh="上传已中断，请重新加入此文件。", en="The upload was interrupted; add the file again."
)
NO_ROOM = Text(zh="无法保存上传的文件（{reason}）。", en="The upload cannot be kept ({reason}).")
BUSY_IMPORTING = Text(
    zh="正在导入，完成后再加入文件。", en="An import is running; add files when it is done."
)

TARGET = Text(zh="导入到数据集", en="Into the data set")
REPLACE = Text(zh="数值冲突时以新文件为准", en="Where numbers differ, let the new file win")
REPLACE_HINT = Text(
    zh="不勾选时，与已有数据冲突的文件不会导入，并在报告中说明。",
    en="Otherwise a file that contradicts what is held is left out, and the report says so.",
)
WHERE = Text(
    zh="CEADs 数据可在 www.ceads.net 注册后下载，按原样导入即可，无需改名或整理。",
    en="CEADs files can be downloaded with an account at www.ceads.net; import them as they are.",
)
START = Text(zh="开始导入", en="Import")
START_N = Text(zh="导入 {n} 个文件", en="Import files ({n})")
STOP_IMPORT = Text(zh="停止导入", en="Stop")
STOPPING = Text(zh="正在停止，等待当前文件读完…", en="Stopping after the current file…")
PREPARING = Text(zh="正在准备", en="Preparing")
STOPPED = Text(
    zh="导入已停止，数据集“{id}”保持原样。",
    en="The import was stopped; the data set “{id}” is as it was.",
)
FAILED = Text(
    zh="导入时出错，原有数据保持不变；详情见服务日志。",
    en="The import failed and what was held is unchanged; see the server's log.",
)
USE_HERE = Text(zh="在本对话中使用", en="Use in this conversation")
IN_USE = Text(zh="本对话正在使用此数据集。", en="This conversation uses this data set.")
REPORT = Text(zh="导入报告", en="Import report")
FILE = Text(zh="文件", en="File")
STATUS = Text(zh="结果", en="Outcome")
FOUND = Text(zh="导入时发现的问题（{n} 条）", en="What the import noticed ({n})")
MORE_FOUND = Text(zh="此处列出前 {shown} 条。", en="The first {shown} are listed here.")
NOW_HELD = Text(zh="数据集现有内容", en="What the data set holds now")

TABLE = Text(zh="数据表", en="Table")
YEARS = Text(zh="年份", en="Years")
REGIONS = Text(zh="地区", en="Regions")
SOURCE = Text(zh="来源与引用", en="Source and citation")
SHOWN = Text(zh="查看数据集", en="Data set shown")
TABLES = Text(zh="数据表与来源", en="Tables and sources")
NO_COVERAGE = Text(zh="此数据集没有按地区的数据表。", en="No table of this data set is by region.")
FOLDER_DAMAGED = Text(
    zh="此数据集已损坏：{reason} 可重新导入同名数据集，或将其删除。",
    en="This data set is damaged: {reason} Import it again under the same name, or remove it.",
)
VERIFY = Text(zh="校验文件", en="Verify files")
VERIFYING = Text(zh="正在校验…", en="Verifying…")
INTACT = Text(
    zh="全部文件完好，与导入时的校验值一致。",
    en="All files are intact and match their checksums.",
)
REMOVE = Text(zh="删除数据集", en="Remove data set")
REMOVE_SURE = Text(
    zh="确定删除“{title}”（{id}）吗？已导入的数据将从本机删除，无法撤销；原始文件不受影响。",
    en="Remove “{title}” ({id})? The imported data are deleted from this computer for good; your"
    " original files are not touched.",
)
REMOVE_YES = Text(zh="确定删除", en="Remove")
REMOVE_NO = Text(zh="取消", en="Cancel")
REMOVED = Text(zh="数据集“{title}”已删除。", en="The data set “{title}” was removed.")
ALL_PROVINCES = Text(zh="全部省份", en="all provinces")
ALL_BUT = Text(zh="除{names}外的全部省份", en="all provinces but {names}")
