"""Multi-regional input-output workbooks in the shapes in which CEADs distributes them."""

import io
from dataclasses import dataclass, replace

import numpy as np
import xlsxwriter

SHORT = {
    "CN-BJ": ("北京", "Beijing"),
    "CN-NM": ("内蒙", "Inner Mongolia"),
    "CN-HA": ("河南", "He0"),
    "CN-YN": ("云南", "Yun0"),
    "CN-XZ": ("西藏", "Xizang"),
}
DEMAND = ("FU101", "FU102", "FU103", "FU201", "FU202")
CODES = [f"{k:02d}" for k in range(1, 43)]
NUMBERS_FROM = 3
HEAD = 4

# The labels as the workbooks spell them: those of both schemes up to code 21 and from 37 on are the
# same sectors, and the codes between are not.
ZH_START = """农林牧渔产品和服务
煤炭采选产品
石油和天然气开采产品
金属矿采选产品
非金属矿和其他矿采选产品
食品和烟草
纺织品
纺织服装鞋帽皮革羽绒及其制品
木材加工品和家具
造纸印刷和文教体育用品
石油、炼焦产品和核燃料加工品
化学产品
非金属矿物制品
金属冶炼和压延加工品
金属制品
通用设备
专用设备
交通运输设备
电气机械和器材
通信设备、计算机和其他电子设备
仪器仪表""".splitlines()
ZH_MIDDLE = """金属制品、机械和设备修理服务
电力、热力的生产和供应
燃气生产和供应
水的生产和供应
建筑
批发和零售
交通运输、仓储和邮政
住宿和餐饮
信息传输、软件和信息技术服务
金融
房地产
租赁和商务服务""".splitlines()
ZH_END = """水利、环境和公共设施管理
居民服务、修理和其他服务
教育
卫生和社会工作
文化、体育和娱乐
公共管理、社会保障和社会组织""".splitlines()
CONSISTENT_ZH = [
    *ZH_START,
    "其他制造产品",
    "废品废料",
    *ZH_MIDDLE,
    "科学研究和技术服务",
    *ZH_END,
]
NBS_ZH = [
    *ZH_START,
    "其他制造产品和废品废料",
    *ZH_MIDDLE,
    "研究和试验发展",
    "综合技术服务",
    *ZH_END,
]
CONSISTENT_EN = """Agriculture, Forestry, Animal Husbandry and Fishery
Mining and washing of coal
Extraction of petroleum and natural gas
Mining and processing of metal ores
Mining and processing of nonmetal and other ores
Food and tobacco processing
Textile industry
Manufacture of leather, fur, feather and related products
Processing of timber and furniture
Manufacture of paper, printing and articles for culture, education and sport activity
Processing of petroleum, coking, processing of nuclear fuel
Manufacture of chemical products
Manuf. of non -metallic mineral products
Smelting and processing of metals
Manufacture of metal products
Manufacture of general purpose machinery
Manufacture of special purpose machinery
Manufacture of transport equipment
Manufacture of electrical machinery and equipment
Manufacture of communication equipment, computers and other electronic equipment
Manufacture of measuring instruments
Other manufacturing
Comprehensive use of waste resources
Repair of metal products, machinery and equipment
Production and distribution of electric power and heat power
Production and distribution of gas
Production and distribution of tap water
Construction
Wholesale and retail trades
Transport, storage, and postal services
Accommodation and catering
Information transfer, software and information technology services
Fi0ce
Real estate
Leasing and commercial services
Scientific research and polytechnic services
Administration of water, environment, and public facilities
Resident, repair and other services
Education
Health care and social work
Culture, sports, and entertainment
Public administration, social insurance, and social organizations""".splitlines()


@dataclass(frozen=True)
class Numbers:
    """The numbers of a table; ``co2`` is None when it has no such row."""

    Z: np.ndarray
    Y: np.ndarray
    ex: np.ndarray
    err: np.ndarray
    x: np.ndarray
    imports: np.ndarray
    value_added: np.ndarray
    co2: np.ndarray | None


def make_numbers(regions=3, seed=0):
    """Numbers whose identities hold; the last region's CO2 is blank."""
    random = np.random.default_rng(seed)
    n = 42 * regions
    Z = random.uniform(1, 9, (n, n)).round(3)
    Y = random.uniform(10, 90, (n, 5 * regions)).round(3)
    ex, err = random.uniform(1, 50, n).round(3), random.uniform(-5, 5, n).round(3)
    imports = random.uniform(1, 20, n).round(3)
    x = (Z.sum(axis=1) + Y.sum(axis=1) + ex + err + 1e5).round(3)
    Y[:, 0] += 1e5
    co2 = random.uniform(0.1, 3, n).round(6)
    co2[-42:] = np.nan
    return Numbers(Z, Y, ex, err, x, imports, (x - Z.sum(axis=0) - imports).round(3), co2)


def lay_out(
    numbers,
    regions,
    sectors=None,
    *,
    english=False,
    title="2017年中国多区域投入产出表",
    exports=True,
):
    """Yield the rows of a sheet, in the layout all workbooks share.

    ``regions`` are labels or ids; ``exports`` tells whether TFU counts exports.
    """
    labels = [SHORT[r][english] if r in SHORT else r for r in regions]
    names = (sectors or (CONSISTENT_EN if english else CONSISTENT_ZH)) * len(regions)
    n, r = len(numbers.x), len(regions)
    first_of = [p if k == 0 else "" for p in labels for k in range(42)]
    tail = ["EX", "TFU", "ERR", "GO", "", ""]
    yield [title]
    yield [*[""] * NUMBERS_FROM, *first_of, "", *(p for p in labels for _ in DEMAND)]
    yield [*[""] * NUMBERS_FROM, *names, "中间使用合计", *list(DEMAND) * r, *tail]
    yield [*[""] * NUMBERS_FROM, *CODES * r, "TIU", *list(DEMAND) * r, *tail]
    use, final = numbers.Z.sum(axis=1), numbers.Y.sum(axis=1)
    for i in range(n):
        total = final[i] + (numbers.ex[i] if exports else 0)
        yield [
            *(first_of[i], names[i], CODES[i % 42]),
            *numbers.Z[i].tolist(),
            float(use[i]),
            *numbers.Y[i].tolist(),
            *map(float, (numbers.ex[i], total, numbers.err[i], numbers.x[i], 0, 0)),
        ]
    yield from _footer(numbers, r)


def _footer(numbers, regions):
    va = numbers.value_added
    inputs = numbers.Z.sum(axis=0)
    shares = [va * s for s in (0.5, 0.2, 0.2, 0.1)]
    yield ["", "进口", "IM", *numbers.imports.tolist(), "", *[7.0] * (5 * regions)]
    yield ["", "中间投入合计", "TII", *inputs.tolist()]
    for k, share in enumerate(shares, start=1):
        yield ["", "", f"VA00{k}", *share.tolist()]
    yield ["", "增加值合计", "TVA", *va.tolist()]
    yield ["", "总投入", "TI", *(inputs + numbers.imports + va).tolist()]
    yield ["", "Gross Input", "", *numbers.x.tolist()]
    yield []
    if numbers.co2 is not None:
        yield ["", "CO2 (Mt)", "", *("" if np.isnan(v) else float(v) for v in numbers.co2)]


def write_workbook(sheets, note=""):
    """Write sheets, each an iterable of rows, into the bytes of an .xlsx file."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    sheet = book.add_worksheet("Note")
    sheet.write(0, 0, note)
    for name in ("Sector ", "Province"):
        book.add_worksheet(name).write(0, 0, name)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, float):
                    sheet.write_number(r, c, value)
                elif value != "":
                    sheet.write(r, c, value)
    book.close()
    return buffer.getvalue()


def with_co2(numbers, co2):
    """Replace the CO2 row."""
    return replace(numbers, co2=co2)


def assert_same(sheet, numbers):
    """Compare what was read with what was written, number by number."""
    for part in ("Z", "Y", "ex", "err", "x", "imports", "value_added"):
        np.testing.assert_array_equal(sheet.arrays[part], getattr(numbers, part), err_msg=part)
    np.testing.assert_array_equal(sheet.arrays["co2_mt"], numbers.co2)
