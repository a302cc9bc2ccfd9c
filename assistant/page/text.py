"""Every word of the page, in both languages."""

from data.text import Lang, Text

PRODUCT = "VisCEADs"
TITLE = Text(zh="VisCEADs 省域减碳助手", en="VisCEADs decarbonisation assistant")
TAGLINE = Text(
    zh="问中国各省、各行业的碳排放与减排路线，每个数字都可点开核对。",
    en="Ask about the CO2 of China's provinces and industries and how to cut it;"
    " open any figure to check it.",
)
TRY = Text(zh="可以这样问", en="You could ask")
PLACEHOLDER = Text(
    zh="输入问题，如：2019年广东碳排放总量是多少？",
    en="Ask a question, e.g. How much CO2 did Guangdong emit in 2019?",
)
DATASET = Text(zh="数据集", en="Data set")
MODEL = Text(zh="模型", en="Model")
DEMONSTRATION = Text(zh="演示数据", en="DEMONSTRATION")
DEMONSTRATION_HINT = Text(
    zh="分行业、分燃料及投入产出数字为合成数据，仅供试用，不可引用。",
    en="Sector, fuel and input-output figures are synthetic: for trying out, not for citing.",
)
LANGUAGES = {"zh": "中文", "en": "English"}

UNDERSTANDING = Text(zh="正在理解问题", en="Reading the question")
UNDERSTOOD = Text(zh="已理解问题", en="Question read")
WRITING = Text(zh="正在整理并核对答案", en="Writing and checking the answer")
WRITTEN = Text(zh="答案已整理并核对", en="Answer written and checked")
SECONDS = Text(zh="{s:.1f} 秒", en="{s:.1f} s")
STOPPED = Text(
    zh="已停止。可以换个问题继续。", en="Stopped. Ask another question whenever you like."
)
STOPPED_STEP = Text(zh="已停止", en="stopped")

EMPTY = Text(zh="请输入一个问题。", en="Please type a question.")
TOO_LONG = Text(
    zh="问题太长（{n} 字，最多 {most} 字）。请缩短，或分成几个问题来问。",
    en="The question is too long ({n} characters, at most {most})."
    " Please shorten it or ask several questions.",
)
FAILED = Text(
    zh="抱歉，回答这个问题时出错了。请换个问法再试；若仍然出错，请查看服务日志。",
    en="Sorry, something went wrong while answering. Please try again in other words;"
    " if it happens again, see the server's log.",
)
NOT_READY = Text(zh="无法启动助手。", en="The assistant cannot start.")
CHART_FAILED = Text(
    zh="图“{title}”无法绘制；其数据见下表或换个问题再试。",
    en="The chart “{title}” could not be drawn; its figures stand in the text and tables.",
)

VERIFIED = Text(
    zh="{figures} 个数字中 {verified} 个已核对", en="{verified} of {figures} figures verified"
)
NO_FIGURES = Text(zh="回答中没有数字", en="No figures in this answer")
COMPOSED_BUILTIN = Text(zh="由工具结果撰写", en="composed from the tools' results")
COMPOSED = {
    "model": Text(zh="由模型撰写", en="written by the model"),
    "template": Text(zh="按模板撰写", en="composed from a template"),
    "none": Text(zh="", en=""),
}
TOKENS = Text(zh="词元：发送 {sent:,}，生成 {got:,}", en="tokens: {sent:,} in, {got:,} out")
OPEN_FIGURE = Text(zh="点击带下划线的数字查看依据", en="open an underlined figure for its evidence")
DEMONSTRATION_LINE = Text(
    zh="橙色虚线标出的是演示数据（合成）", en="dashed amber marks demonstration data (synthetic)"
)

TABLE = Text(zh="数据表", en="Table")
MORE_CHARTS = Text(zh="更多图表（{n} 张）", en="More charts ({n})")
ALL_TABLES = Text(zh="数据表（{n} 张）", en="Tables ({n})")
DOWNLOAD = Text(zh="下载 CSV", en="Download CSV")
ROWS_LEFT = Text(
    zh="此处显示前 {shown} 行，共 {rows} 行；全部数据见 CSV。",
    en="The first {shown} of {rows} rows are shown; the CSV holds all.",
)
NOTES = Text(zh="说明与假设（{n} 条）", en="Notes and assumptions ({n})")
MORE_NOTES = Text(
    zh="另有 {n} 条注意事项，见“说明与假设”。",
    en="{n} more cautions stand under “Notes and assumptions”.",
)
METHOD = Text(zh="方法", en="Method")
SOURCES = Text(zh="数据来源", en="Sources")
NOTE_LEVEL = {
    "info": Text(zh="说明", en="Note"),
    "caution": Text(zh="注意", en="Caution"),
    "missing": Text(zh="缺失", en="Missing"),
}
FOLLOWUPS = Text(zh="接着可以问", en="You could ask next")
CHOICES = Text(zh="请选择", en="Please choose")

KIND = Text(zh="数据类型", en="Kind")
SOURCE = Text(zh="来源", en="Source")
FORMULA = Text(zh="算法", en="Formula")
PARENTS = Text(zh="由此算出", en="Computed from")
PARAMETERS = Text(zh="参数", en="Parameters")
TOOL_CALL = Text(zh="工具调用", en="Tool call")
CLAIM_ID = Text(zh="编号", en="Id")
CLOSE = Text(zh="关闭", en="Close")
COLON = Text(zh="：", en=": ")
YEAR = Text(zh="{year}年", en="{year}")
MORE = Text(zh="另有 {n} 项", en="and {n} more")
NO_EVIDENCE = Text(zh="没有找到这个数字的依据", en="No evidence is held for this figure")
STEPS = Text(zh="处理过程", en="Steps")
STEPS_DONE = Text(zh="处理过程：{n} 步，{s:.1f} 秒", en="Steps: {n}, {s:.1f} s")

BUILTIN = Text(zh="内置模型", en="built-in")


def model_name(model: str, lang: Lang, configured: str = "") -> str:
    """Return what readers call a model: its name in the settings, and its server's where it differs.

    >>> model_name("builtin", "zh"), model_name("llama3.1", "zh", "ollama:llama3.1")
    ('内置模型', 'ollama:llama3.1')
    >>> model_name("qwen3-32b", "en", "fast")
    'fast (qwen3-32b)'
    """
    if model == "builtin":
        return BUILTIN.get(lang)
    if not configured or configured.endswith(model):
        return configured or model
    return f"{configured}（{model}）" if lang == "zh" else f"{configured} ({model})"
