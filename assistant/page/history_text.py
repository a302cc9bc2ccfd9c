"""Every word of the page about kept conversations, in both languages."""

from data.text import Text

HISTORY = Text(zh="历史对话", en="Conversations")
NEW = Text(zh="新对话", en="New conversation")
SEARCH = Text(zh="搜索标题、问题和答案", en="Search titles, questions and answers")
NOTHING = Text(
    zh="还没有保存的对话；提出第一个问题后会自动保存在这里。",
    en="Nothing yet: conversations are kept here from their first question on.",
)
NOTHING_FOUND = Text(zh="没有找到。", en="Nothing found.")
OFF = Text(
    zh='对话保存已由设置 history = "off" 关闭。',
    en='The setting history = "off" keeps no conversations.',
)
KEPT_HERE = Text(
    zh="对话保存在本机，可随时删除。", en="Kept on this machine; delete them whenever you like."
)
KEPT_APART = Text(
    zh="这里只列出本浏览器的对话；清除浏览器数据后将无法在此找回。",
    en="Only this browser's conversations; they cannot be found here once its data are cleared.",
)
MORE = Text(zh="更多操作", en="More")
RENAME = Text(zh="改名", en="Rename")
DELETE = Text(zh="删除", en="Delete")
SURE = Text(zh="彻底删除这个对话？", en="Delete this conversation for good?")
CANCEL = Text(zh="取消", en="Cancel")
SAVE = Text(zh="保存", en="Save")
EXPORT = Text(zh="导出：", en="Export:")
OPEN_NOW = Text(zh="当前", en="open")
GROUPS = {
    "today": Text(zh="今天", en="Today"),
    "yesterday": Text(zh="昨天", en="Yesterday"),
    "week": Text(zh="最近 7 天", en="Last 7 days"),
    "older": Text(zh="更早", en="Earlier"),
}
QUESTIONS = Text(zh="{n} 问", en="{n} asked")
GONE = Text(zh="这个对话已被删除。", en="This conversation was deleted.")
BUSY_OPEN = Text(
    zh="正在回答问题；请等回答完成或先停止，再打开其他对话。",
    en="A question is being answered: wait for it or stop it before opening another conversation.",
)
BUSY_UNDO = Text(
    zh="正在回答问题；完成或停止后再撤回。",
    en="A question is being answered: undo when it is done or stopped.",
)
UNDO = Text(zh="撤回", en="Undo")
EDIT = Text(zh="修改问题", en="Edit question")
RERUN = Text(zh="重新回答", en="Ask again")
UNDONE = Text(
    zh="已撤回上一问，助手也不再记得它。", en="Undone; the assistant no longer remembers it either."
)
CHANGED_ELSEWHERE = Text(
    zh="这个对话在另一个窗口中有变化，现已显示最新内容。",
    en="This conversation was changed in another window; it is now shown as it is.",
)
GONE_ELSEWHERE = Text(
    zh="这个对话已在另一个窗口中删除，这里开始新对话。",
    en="This conversation was deleted in another window; a new one begins here.",
)
NOT_UNDONE = Text(zh="没有撤回任何内容。", en=" Nothing was undone.")
MODEL_NOW = Text(zh="之后的问题由“{model}”回答。", en="From the next question on {model} answers.")
MODEL_TROUBLE = Text(zh="{trouble}暂由备用模型回答。", en="{trouble} Another model steps in.")
