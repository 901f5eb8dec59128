"""The words that clerks put over the columns of their ledgers, and what each means.

A heading is looked up as one key: cleaned, half width, without spaces and brackets. Two-row headings are joined first
(清退 over 日期 is 清退日期). Words that stand for different things in different ledgers (编号, 单位, 日期) are in
`AMBIGUOUS`: the contents of the column decide (`columns.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from models.exchange.cleaned import compact
from models.exchange.slots import Slot
from models.exchange.wordlists import words

_WORDS: dict[Slot, str] = {
    Slot.SERIAL: """序号 顺序号 序 次序 no no. 行号 项次 流水号 总序号 顺序 件号 自编号 自编序号 原序号 条目号""",
    Slot.REGISTRY_NUMBER: """收文编号 收文号 收文登记号 登记编号 登记号 收文序号 收文顺序号 总号 总编号 办文编号 收件编号 收文总号
        收文流水号 内部编号 本机关编号 机要登记号 收发文号 登记序号 收文登记编号 收件号 收文本号 原收文号 收编号 登记顺序号
        收文字号 总收文号 收文顺号""",
    Slot.RECEIVED_ON: """收文日期 收到日期 收文时间 收到时间 登记日期 登记时间 收件日期 收件时间 接收日期 接收时间 到文日期 来文日期
        来文时间 到文时间 收文年月日 收发日期 入库日期 入库时间 入账日期 收文登记日期 收日期 收到年月日 来件日期 来件时间 收讫日期 收文
        登记年月日 收文日 建账日期 启用日期 入柜日期 收取日期 收取时间 接收年月日 到件日期 收退日期 收文月日 收到 何时收到 收日""",
    Slot.YEAR: """年 年度 年份 收文年 收文年度 收文年份 收文日期年 收文时间年 收到日期年 登记日期年 日期年 时间年 登记年度""",
    Slot.MONTH: """月 月份 收文月 收文日期月 收文时间月 收到日期月 登记日期月 日期月 时间月 收到时间月""",
    Slot.DAY: """日 收文日期日 收文时间日 收到日期日 登记日期日 日期日 时间日 收到时间日""",
    Slot.ISSUER: """来文单位 来文机关 发文单位 发文机关 制发机关 制发单位 印发机关 印发单位 来文部门 发文部门 来件单位 制作单位 发布机关
        行文单位 产生单位 定密单位 定密机关 来源单位 制文单位 制文机关 责任者 作者 发文者 制定机关 原定密机关 来件机关 来文处 编发单位
        发文单位名称 来文单位名称 来自单位 发文机构 文件来源 制发部门 来文者 文件制发机关 寄件单位 发件单位 颁发单位 制发单位名称 发文机关单位
        下发单位 下发机关 制成单位 发文机关或部门 制发收回单位 来文机关单位 来电单位 发电单位 发文单 何处来文 由何处来 发自""",
    Slot.REFERENCE: """来文字号 文号 字号 发文字号 公文字号 来文文号 文件字号 文件编号 来文编号 发文号 文件号 原文号 文件文号 发文编号
        来文号 原字号 文件发文字号 公文文号 公文编号 来文字 发文文号 文书号 原文字号 文字号 编文号 发电号 电报号 刊期 期号 文号期号
        文号序列号 文号编号 文号或编号 文号或序列号 文号刊号 制发文号 原编号 原件文号 文件代字 发文字 文件原号 来文字号编号""",
    Slot.REFERENCE_WORD: """文号字 字号字 来文字号字 发文字号字 文号代字 机关代字 发文代字 来文代字""",
    Slot.REFERENCE_YEAR: """文号年 字号年 来文字号年 发文字号年 文号年份 文号年号""",
    Slot.REFERENCE_SERIAL: """文号号 字号号 来文字号号 发文字号号 文号序号 发文顺序号 文号顺序号""",
    Slot.TITLE: """文件标题 标题 题名 文件名称 名称 文件名 文件题名 内容摘要 事由 内容 摘要 来文标题 资料名称 载体名称 文件内容 来文内容
        文件资料名称 涉密文件名称 涉密载体名称 主要内容 公文标题 案由 刊物名称 来文名称 文件主题 标题内容 文件题目 题目 来文事由 文件标题或内容摘要
        文件名称标题 公文名称 资料标题 涉密资料名称 收文标题 文件及资料名称 文件材料名称 材料名称 文件标题内容 设备名称 介质名称
        物品名称 载体名称标题 涉密文件资料名称 文题 发文标题 文件标题事由 标题事由 简要内容 来文题名 档案题名 文件标题摘要 内容提要 公文标题内容
        图纸名称 密件名称 文件全称 密件标题 电报标题 内容事由 存储内容 涉密内容""",
    Slot.TITLE_AND_REFERENCE: """文件标题及文号 标题及文号 文件名称及文号 文件名称文号 标题文号 文号标题 文号及标题 文号文件名称 文号名称
        文件标题文号 文号及文件名称 文件名称和文号 标题和文号 名称及文号 文号及名称 文件标题和文号 文号题名 文件名称字号 文件名及文号
        文号文件标题 题名文号 文号及内容摘要 文号与标题 标题与文号""",
    Slot.ISSUER_AND_REFERENCE: """来文单位及文号 来文机关及文号 发文单位及文号 发文机关及文号 来文单位文号 来文机关文号
        发文单位文号 发文机关文号 来文单位及字号
        来文机关及字号 来文单位和文号 来文单位字号 文号及来文单位 文号来文单位 发文机关字号 来文机关字号 制发单位及文号""",
    Slot.MARKING: """密级 秘级 密级和保密期限 密级及保密期限 密级期限 密级保密期限 秘密等级 秘密级别 保密等级 保密级别 涉密等级 涉密级别
        密别 文件密级 原密级 定密 密级及期限 密级和期限 涉密程度 机密程度 机密等级 密等 密级标志 密级标识 载体密级 密级年限 秘密程度
        文件密别 保密程度 密级与保密期限 密级与期限 密级情况 密级程度 国家秘密标志 密级别 所定密级 最高密级""",
    Slot.TERM: """保密期限 期限 保密期 保密年限 保密时限 密期 定密期限 保密期限年 年限 密级期 保密时间 期限年 保密期年 保密长短""",
    Slot.EXPIRY: """到期日 解密日期 解密时间 到期时间 保密期限届满日 期满日期 到期日期 保密期满 期满日 保密截止日期 保密到期日 解密日
        保密期限届满 保密到期时间 失效日期 期限届满 解密年月""",
    Slot.ISSUED_ON: """成文日期 印发日期 发文日期 制发日期 文件日期 成文时间 发文时间 落款日期 签发日期 形成日期 形成时间 定密日期
        制发时间 印发时间 文件时间 文件形成时间 发布日期 印制日期 原文日期 发出日期 文件落款日期 文件成文日期 标明制发日 制作日期 行文日期""",
    Slot.URGENCY: """紧急程度 缓急 急缓 等级 缓急程度 紧急 急件 时限 紧急等级 缓急时限 急否 等次 紧急度 密电等级""",
    Slot.PAGES: """页数 页码 页 页数页 张数页数 页数或容量 每份页数 总页数 篇幅 页数张数 文件页数 单份页数""",
    Slot.COPY_NUMBERS: """份号 编号份 份数编号 文件份号 印号 印制编号 份数号 份序号 份数序号 号码 起止号 份号起止 编号起止 起止份号 份号范围
        文件编号份号 份号编号 份号区间 份号明细 份编号 印发编号 印刷编号 分号 印制份号 份数顺序号 密件编号 份号份 本机关份号 顺序号份号
        编号份号 份号起止号 起止编号 份次号 份数编号起止 领取份号 文件印号 印制顺序号 号数 份号段 顺编号""",
    Slot.COPY_FIRST: """份号起 起号 起始份号 编号起 起始号 起始编号 起止号起 份号自 份号从 份号始 自号 始号 起 份号起号 起止份号起 编号自
        份号起始""",
    Slot.COPY_LAST: """份号止 止号 终止份号 编号止 终止号 终止编号 起止号止 份号至 份号到 至号 终号 止 份号止号 截止份号 结束份号 编号至
        起止份号止 份号终""",
    Slot.COPIES: """份数 数量 件数 份 册数 本数 收文份数 总份数 实收份数 收到份数 张数 个数 实收 收文数量 份数份 数量份 实有份数 文件份数
        来文份数 数目 份本数 件 份数件数 接收份数 文件数量 总数 领取份数 实收数 份数册数 份数张数 份本 共几份 份额 现有份数 存份 库存份数
        留存份数""",
    Slot.COPIES_STATED: """应收份数 应发份数 应收 应到份数 应有份数 应收数 封面份数""",
    Slot.ATTACHMENTS: """附件 附件数 附件名称 附件情况 附件份数 有无附件 附件材料 附件数量 附件件数""",
    Slot.COVER_NUMBER: """外封号 封号 信封号 机要号 机要编号 机要件号 外封编号 封皮号 大封号 信封编号 封套号 机要件编号 外包装号 封皮编号
        密封号 机要交通号 机要信封号 交换号 袋号 封面号""",
    Slot.CHANNEL: """来件渠道 传递方式 送达方式 来文方式 收文方式 交通方式 投递方式 来文渠道 途径 收文渠道 接收方式 送文方式 传递途径
        渠道 递送方式 来件方式 传递渠道 收取方式""",
    Slot.COUNTED_BY: """清点人 核对人 点收人 清点核对人 清点 点验人 核收人 验收人 清点人签字""",
    Slot.SIGNED_BY: """签收人 领取人 接收人 收件人 签收 签字 经手人 经办人 收文人 登记人 签名 签收人签字 领取签字 签收签字 领取人签字
        收文者 收文签字 领导签收 签收姓名 领取姓名 领件人 取件人 接收人签字 签收者 经手 登记人员 领取人签名 签收人姓名
        签收人员 接件人 经收人 收到人 领文人
        接收签字 经办 领用人签字 收件人签字 领取 收件签字 签收盖章 经办人签字 收发人 取文人""",
    Slot.SIGNED_ON: """签收时间 签收日期 领取时间 领取日期 签字日期 签字时间 签收年月日 领取年月日 签收人日期 领文日期 签收人时间 发放日期 发放时间
        分发日期 分发时间 送出日期 领用日期 领用时间 送达日期 送达时间 交接日期 交接时间 转交日期""",
    Slot.HANDLING_UNIT: """承办部门 承办单位 主办部门 拟办部门 办理部门 使用部门 分送部门 承办科室 科室 部门 主办科室 责任部门 领取部门
        领取单位 办理单位 承办处室 处室 拟办承办部门 办文单位 承办 主办单位 分办部门 主办处室 办理科室 承办股室 股室 承办委室 委室 承办机构
        领取科室 所属部门 使用单位 承办人 承办部门承办人 承办单位人 承办单位或人 承办人员 分发部门 接收部门 责任科室 领用部门 发放单位 发放部门""",
    Slot.ACCESS_SCOPE: """知悉范围 发放范围 阅读范围 传阅范围 发送范围 使用范围 知悉人员 传达范围 发至范围 阅知范围 阅读级别 发行范围 知密范围
        阅读对象 知悉对象 发至级别 传阅对象 分发范围""",
    Slot.RECALL: """清退要求 是否需清退 需清退 是否应清退 是否需要清退 是否需退 应清退 清退要求时间 是否回收""",
    Slot.RECALL_DUE: """清退期限 应退日期 清退截止日期 应清退日期 应退时间 清退限期 应清退时间 限退日期""",
    Slot.PLACE: """存放位置 存放地点 位置 存放处 存放 保管地点 保管位置 存储位置 柜 柜位 柜架号 存放柜 密码柜 架位 库位 存址 存放地 地点 存放情况
        放置位置 存放柜号 保管处 存放处所 存放场所 保存地点 保存位置 保管场所 存放柜架 存放位置柜 柜号层 柜层 柜格 存放柜格 存储地点
        文件存放位置 柜号位置 柜号层号 柜号格号 柜架 存放柜层 收藏位置 存放部位 放置地点 柜子位置 存位 存放保险柜 保管柜号 存放文件柜
        档案位置 存处 所在位置 具体位置 柜号架号""",
    Slot.ROOM: """房间 库房 房号 房间号 室 存放房间 库房号 存放位置房间 存放位置室 存放室 存放地点房间""",
    Slot.CABINET: """柜号 柜子编号 保险柜号 文件柜号 柜子 保密柜 铁柜 柜名 保密柜号 密码柜号 保险柜 存放位置柜号 铁皮柜
        存放柜子 文件柜 柜编号 存放地点柜号 柜别 箱号 盒号""",
    Slot.SHELF: """层 格 格号 层号 隔 层格 层数 隔层 存放位置层 存放位置格 存放位置层号 存放位置格号 架号 屉号 柜内层 层次 第几层
        抽屉 存放地点层""",
    Slot.HOLDER: """持有人 当前持有人 现存人 领用人 使用人 持有者 现持有人 目前持有人 文件持有人 现在何处 现在谁处 现存何处 在谁手中 存何处
        持有人姓名 现保管人 在何人处 现在位置""",
    Slot.CUSTODIAN: """责任人 保管人 保密员 管理人 负责人 责任人姓名 管理责任人 保管人员 保管责任人 保管者 保管员 管理人员 存管人 存放人""",
    Slot.BORROWER: """借阅人 借用人 借出人 借阅者 借件人 借阅借阅人 借出借阅人 借阅姓名 借阅人签字 借阅人姓名 借阅签字 借阅情况借阅人
        借用者 借阅单位 借阅部门 借阅人单位 何人借阅 借给谁 借件人 借""",
    Slot.BORROWED_ON: """借阅日期 借出日期 借阅时间 借出时间 借用日期 借用时间 借阅借出日期 借阅借阅日期 借阅借出时间 借阅年月日 借件日期 借件时间""",
    Slot.GIVEN_BACK: """归还日期 归还时间 还回日期 是否归还 归还情况 退回日期 退回时间 归还 交还日期 还文日期 借阅归还日期 借阅归还时间
        借阅还回日期 退还时间 退还日期 是否退回 收回日期 收回时间 交回日期 交回时间 是否收回 归还年月日 借阅归还 归还签收 收回 交还
        收回情况 归还记录 还文情况 还件日期 何时归还 交回情况 回收情况 回收记录 回收日期 还""",
    Slot.FATE: """去向 处理情况 清退销毁情况 处置情况 处理结果 现状 状态 当前状态 现存情况 目前状态 使用情况 流转情况 归宿 去处 文件去向
        处理 处置 最终去向 载体状态 在库情况 库存情况 保管情况 处理方式 处置方式 清退销毁 清退或销毁情况 清退归档销毁情况 清退与销毁 销毁清退
        销毁清退情况 清退或销毁 清退归档情况 现在状态 文件状态 去向情况 处理去向 处置结果 归档清退销毁 归档或销毁 归档销毁 去向方式
        清退及销毁情况 清退销毁归档情况 销毁归档 现况 流向 文件流向 销毁或清退 归档销毁情况 借阅情况 借阅 借出情况 借阅登记 使用状态
        清退销毁或归档 去向归档清退销毁 归档清退 后续处理 处理意见及结果 处理状态 动态 借阅归还情况 办结情况 处理情况去向 借还情况 去向说明
        归还清退销毁情况 存退情况 存毁情况 清退销毁记录 移交清退情况 文件处理情况 文件处置 处理记录 处理方法 最终处理
        最后处理 下落 文件下落 清理情况 清理结果 结存情况 介质状态 设备状态
        使用状况 退销存 退存销 存退销 存销 存毁 存销情况 报废 报废情况 报废处理 报废时间 报废日期 报废年月 核销 核销情况 销账情况 变动情况
        清退归还情况 归还清退情况 归还销毁情况 归还及销毁情况 收回销毁情况 回收销毁情况 处理销毁情况 退还销毁情况 清退处理情况""",
    Slot.FATE_ON: """去向日期 处理日期 处理时间 处置日期 处置时间 清退销毁日期 清退销毁时间 清退或销毁日期 清退或销毁时间 销毁清退日期
        销毁清退时间 去向时间 去向处理日期 清退归档日期 归档销毁日期 处理情况日期 处理情况时间""",
    Slot.FATE_BY: """去向经手人 处理人 处置人 清退人 销毁人 归档人 监销人 清退销毁经手人 清退经手人 销毁经手人 清退经办人 销毁经办人 处理情况经手人
        处理情况经办人 去向经办人 清退销毁人 清退销毁经办人 去向人 退文人""",
    Slot.FATE_BATCH: """销毁批次 清退批次 处理批次 批次 批次号 销毁清单号 清退单号 销毁单号 销毁清单编号 清退清单号 清单编号 清单号 去向凭据
        去向批次 处理批次号 清退清单编号 销毁批次号 清退批次号 销毁批号 清退销毁批次 去向单号 处理情况批次 归档号 档号 卷号 归入卷号
        案卷号 归卷号""",
    Slot.RETURNED: """清退 退文 清退情况 清退日期 清退时间 退文日期 退文情况 退文时间 清退记录 已清退 清退回 清退年月日 是否已清退 是否清退
        清退去向 清退签收 退回情况 清退情况日期 清退备注 退还情况 退还 退件情况 退件日期""",
    Slot.DESTROYED: """销毁 销毁日期 销毁时间 销毁情况 销毁年月日 销毁记录 已销毁 是否销毁 是否已销毁 销毁方式 销毁情况日期 送销日期 送销 送销时间
        销毁备注""",
    Slot.ARCHIVED: """归档 归档日期 归档时间 归档情况 归卷日期 归卷 立卷 归卷情况 立卷情况 归档年月日 是否归档 归档去向 存档 存档情况 存档日期
        立卷归档 是否已归档""",
    Slot.HANDED_OVER: """移交 移交日期 移交时间 移交情况 移交单位 移交去向 移交对象 移交接收单位 移交部门 移交至""",
    Slot.SENT_TO: """发往单位 主送单位 发送单位 送往单位 分发单位 发文对象 主送机关 发往机关 受文单位 收文单位 收文机关 发送机关 送达单位
        分送单位 主送 受文机关 发至单位 发放对象""",
    Slot.MEDIUM: """载体类型 载体类别 介质类型 载体形式 载体 介质 载体种类 介质类别 介质种类 载体形态 载体性质 存储介质类型 材质 载体类型规格
        载体介质 设备类型 设备类别 设备种类""",
    Slot.SERIAL_NUMBER: """序列号 介质序列号 硬件序列号 s/n sn 设备序列号 硬盘序列号 出厂编号 唯一标识 出厂序列号 sn码
        产品序列号 产品编号 设备序号 机身编号 机身号""",
    Slot.CARRIER_NUMBER: """载体编号 保密编号 介质编号 设备编号 载体号 涉密编号 资产编号 载体保密编号 涉密载体编号
        介质保密编号 统一编号 固定资产编号 设备保密编号""",
    Slot.CAPACITY: """容量 存储容量 介质容量 规格容量 容量大小""",
    Slot.REMARKS: """备注 说明 附注 备考 其他 其它 注 备注说明 情况说明 其他情况 其它情况 备注情况 其他说明 补充说明 注释 备 附言 记事""",
}

# Words whose meaning depends on the ledger, with what they can mean in the order of preference.
AMBIGUOUS: dict[str, tuple[Slot, ...]] = {
    "编号": (Slot.REFERENCE, Slot.COPY_NUMBERS, Slot.REGISTRY_NUMBER, Slot.SERIAL),
    "号": (Slot.REFERENCE, Slot.COPY_NUMBERS, Slot.REGISTRY_NUMBER, Slot.SERIAL),
    "文件编号": (Slot.REFERENCE, Slot.COPY_NUMBERS, Slot.REGISTRY_NUMBER),
    "原编号": (Slot.REFERENCE, Slot.COPY_NUMBERS, Slot.REGISTRY_NUMBER),
    "密件编号": (Slot.COPY_NUMBERS, Slot.REFERENCE, Slot.REGISTRY_NUMBER),
    "号码": (Slot.COPY_NUMBERS, Slot.REFERENCE, Slot.REGISTRY_NUMBER),
    "号数": (Slot.COPY_NUMBERS, Slot.REFERENCE),
    "件号": (Slot.SERIAL, Slot.COPY_NUMBERS, Slot.REGISTRY_NUMBER),
    "收文字号": (Slot.REFERENCE, Slot.REGISTRY_NUMBER),
    "来文编号": (Slot.REFERENCE, Slot.REGISTRY_NUMBER, Slot.COPY_NUMBERS),
    "分号": (Slot.COPY_NUMBERS, Slot.SERIAL),
    "单位": (Slot.ISSUER, Slot.HANDLING_UNIT),
    "机关": (Slot.ISSUER,),
    "来文": (Slot.ISSUER, Slot.REFERENCE, Slot.TITLE),
    "单位名称": (Slot.ISSUER, Slot.HANDLING_UNIT),
    "部门": (Slot.HANDLING_UNIT, Slot.ISSUER),
    "收文单位": (Slot.HANDLING_UNIT, Slot.SENT_TO),
    "来源": (Slot.ISSUER, Slot.CHANNEL),
    "日期": (Slot.RECEIVED_ON, Slot.ISSUED_ON),
    "时间": (Slot.RECEIVED_ON, Slot.ISSUED_ON),
    "年月日": (Slot.RECEIVED_ON, Slot.ISSUED_ON),
    "月日": (Slot.RECEIVED_ON, Slot.ISSUED_ON),
    "来文日期": (Slot.RECEIVED_ON, Slot.ISSUED_ON),
    "来文时间": (Slot.RECEIVED_ON, Slot.ISSUED_ON),
    "发文日期": (Slot.ISSUED_ON, Slot.RECEIVED_ON),
    "发文时间": (Slot.ISSUED_ON, Slot.RECEIVED_ON),
    "启用日期": (Slot.RECEIVED_ON, Slot.ISSUED_ON),
    "启用时间": (Slot.RECEIVED_ON, Slot.ISSUED_ON),
    "配发时间": (Slot.RECEIVED_ON, Slot.SIGNED_ON),
    "配发日期": (Slot.RECEIVED_ON, Slot.SIGNED_ON),
    "购置时间": (Slot.RECEIVED_ON, Slot.ISSUED_ON),
    "购置日期": (Slot.RECEIVED_ON, Slot.ISSUED_ON),
    "等级": (Slot.URGENCY, Slot.MARKING),
    "级别": (Slot.MARKING, Slot.URGENCY),
    "类别": (Slot.MEDIUM, Slot.MARKING, Slot.URGENCY),
    "类型": (Slot.MEDIUM, Slot.MARKING),
    "种类": (Slot.MEDIUM, Slot.MARKING),
    "文种": (Slot.MEDIUM,),
    "期限": (Slot.TERM, Slot.EXPIRY),
    "解密": (Slot.EXPIRY, Slot.FATE),
    "时限": (Slot.TERM, Slot.URGENCY),
    "份数": (Slot.COPIES, Slot.COPY_NUMBERS),
    "份": (Slot.COPIES, Slot.COPY_NUMBERS),
    "数量": (Slot.COPIES, Slot.COPY_NUMBERS),
    "份号": (Slot.COPY_NUMBERS, Slot.COPIES),
    "份数份号": (Slot.COPY_NUMBERS, Slot.COPIES),
    "份号份数": (Slot.COPY_NUMBERS, Slot.COPIES),
    "张数": (Slot.COPIES, Slot.PAGES),
    "页码": (Slot.PAGES,),
    "附件": (Slot.ATTACHMENTS,),
    "保管人": (Slot.CUSTODIAN, Slot.HOLDER),
    "使用情况": (Slot.FATE, Slot.REMARKS),
    "办理情况": (Slot.FATE, Slot.REMARKS),
    "办理结果": (Slot.FATE, Slot.REMARKS),
    "结果": (Slot.FATE, Slot.REMARKS),
    "存放情况": (Slot.PLACE, Slot.FATE),
    "保管情况": (Slot.FATE, Slot.PLACE),
    "处理意见": (Slot.FATE, Slot.REMARKS),
    "名称": (Slot.TITLE,),
    "文件": (Slot.TITLE,),
    "退": (Slot.RETURNED,),
    "销": (Slot.DESTROYED,),
    "收回": (Slot.GIVEN_BACK, Slot.RETURNED),
    "退回": (Slot.RETURNED, Slot.GIVEN_BACK),
    "借阅单位": (Slot.BORROWER,),
    "盒号": (Slot.CABINET, Slot.SHELF),
    "抽屉": (Slot.SHELF,),
    "文号编号": (Slot.REFERENCE,),
}
_BRACKETS = re.compile(r"[(（〔\[【][^)）〕\]】]*[)）〕\]】]")
_PUNCTUATION = re.compile(r"[\s★☆、，,。.：:;；/／\\|·*＊※\-－—_~～()（）〔〕\[\]【】<>《》“”\"'+&]+|[及和与或](?=.{2})")
_FATE_GROUP = re.compile(r"^(清退|退文|退回|销毁|归档|立卷|归卷|借阅|借出|移交|报废|处理|处置|去向|清退销毁|传阅|办理|复制|归还)")
_YEAR_GROUP = re.compile("^(?:(?:19|20)[0-9]{2})?年度?$")
_NEUTRAL_GROUP = re.compile("^(?:收文?|来文|文件|公文|登记|基本|收到|载体|文书|原文|资料|密件|涉密)")
_GROUP_TAIL = re.compile(r"(情况|信息|登记|记录|栏|部分|内容|事项)$")
_GENERAL = words(
    "日期 时间 年月日 月日 年 月 日 人 号 编号 单位 部门 机关 起 止 自 至 方式 情况 数量 份数 签字 签名 姓名 名称 号码 备注 经手人 经办人"
)
_FATE_SLOTS = frozenset(
    {
        *(Slot.BORROWER, Slot.BORROWED_ON, Slot.GIVEN_BACK, Slot.FATE, Slot.FATE_ON, Slot.FATE_BY, Slot.FATE_BATCH),
        *(Slot.RETURNED, Slot.DESTROYED, Slot.ARCHIVED, Slot.HANDED_OVER),
    }
)
# Known words that give way to a more particular one in the same table (事由 beside 标题, 登记日期 beside 收文日期).
_WEAKER = words(
    "事由 内容摘要 摘要 内容 主要内容 案由 登记日期 登记时间 登记年月日 启用日期 启用时间 配发时间 配发日期 购置时间 购置日期"
    " 经手人 经办人 经手 经办 登记人 登记人员"
    " 签收 领取 科室 部门 承办人 处理"
)
LEVEL_WORDS = frozenset(["绝密", "机密", "秘密", "工作秘密", "内部", "内部资料", "公开", "非密"])
_TIME_WORDS = ("日期", "时间", "年月日", "月日")


@lru_cache(4096)
def heading_key(text: str) -> str:
    """A heading as it is looked up: no spaces or punctuation, half width, lower case.

    What stands in brackets counts if that makes a known word (编号（份）), else it is left out (领取人（签字）).
    """
    key = compact(text[:200]).lower()
    whole = _strip(key)
    return whole if meanings(whole) else _strip(_BRACKETS.sub("", key)) or whole


def _strip(key: str) -> str:
    return _PUNCTUATION.sub("", key)


def _index() -> dict[str, Slot]:
    found: dict[str, Slot] = {}
    for slot, text in _WORDS.items():
        for word in re.sub(r"\n\s+", " ", text).split(" "):
           if word:
               found.setdefault(_strip(word), slot)
    return found


_SLOTS = _index()
KNOWN = frozenset(_SLOTS) | {_strip(word) for word in AMBIGUOUS}
_AMBIGUOUS = {_strip(word): slots for word, slots in AMBIGUOUS.items()}
# What may stand before or after a known word without changing what it means.
_DECORATION = re.compile(
    r"^(?:涉密|国家秘密|本|该|原|所|文件的?|载体的?|公文|来文的?|收文的?)(?=.{2})|(?:签字|签名|盖章|填写|登记|一览|栏|情况|号码|\d+)$"
)


@lru_cache(4096)
def meanings(key: str) -> tuple[Slot, ...]:
    """What a heading key can mean, the likeliest first; empty if it is not known. A known word beats a decorated one."""
    if key in _AMBIGUOUS:
        return _AMBIGUOUS[key]
    if key in _SLOTS:
        return (_SLOTS[key],)
    for bare in (_DECORATION.sub("", key, count=1), _DECORATION.sub("", key)):
        if bare != key and bare in _AMBIGUOUS:
           return _AMBIGUOUS[bare]
        if bare != key and bare in _SLOTS:
           return (_SLOTS[bare],)
    return ()


def is_heading(text: str) -> bool:
    """Whether a cell's text is a known heading."""
    return 0 < len(text) <= 40 and bool(meanings(heading_key(text)))


@lru_cache(4096)
def slots_of(parts: tuple[str, ...]) -> tuple[tuple[Slot, ...], float]:
    """What a column means from its heading (groups first), and how sure that is (0 to 1).

    A general last word takes its meaning from the group (清退 over 日期), a particular one has its own (密级 over
    保密期限). Under a group about what became of the paper, a bare 份数 or 备注 is not the document's.
    """
    keys = [key for key in (heading_key(part) for part in parts) if key]
    if not keys:
        return (), 0.0
    if len(keys) == 1:
        guessed, confidence = _guess(keys[0])
        return guessed, confidence * (0.8 if keys[0] in _WEAKER else 1.0)
    if keys[-1] in ("月", "日") and _YEAR_GROUP.match(keys[-2]):
        return ((Slot.MONTH if keys[-1] == "月" else Slot.DAY),), 1.0
    if keys[-1] in LEVEL_WORDS and "密级" in keys[-2]:
        return (Slot.LEVEL_TICK,), 1.0
    stems = [_GROUP_TAIL.sub("", key) or key for key in keys[:-1]]
    last = keys[-1]
    if any(_FATE_GROUP.match(stem) for stem in stems):
        return _joined(keys, stems) or _of_fate("".join(stems), last)
    alone = meanings(last)
    if alone and last not in _GENERAL:
        return alone, 0.95
    joined = _joined(keys, stems)
    if joined:
        return joined
    if alone and not _NEUTRAL_GROUP.match(stems[0]):
        return (), 0.0  # 时间 under a group that is not understood: better a remark than a wrong date
    return (alone, 0.85) if alone else _guess(last)


def number_in_columns(
    wanted: dict[int, tuple[tuple[Slot, ...], float]], headings: Sequence[tuple[str, ...]]
) -> dict[int, tuple[tuple[Slot, ...], float]]:
    """字 | 年 | 号 beside each other without a word over them are the three parts of a document's number."""
    keys = ["".join(map(heading_key, parts)) for parts in headings]
    for index in wanted:
        if keys[index : index + 1] == ["字"] and keys[index + 1 : index + 3] in (["年", "号"], ["年号", "号"], ["年份", "号"]):
            parts = (Slot.REFERENCE_WORD, Slot.REFERENCE_YEAR, Slot.REFERENCE_SERIAL)
            return {**wanted, **{index + step: ((slot,), 1.0) for step, slot in enumerate(parts)}}
    return wanted


def _joined(keys: list[str], stems: list[str]) -> tuple[tuple[Slot, ...], float] | None:
    for group, confidence in (("".join(keys[:-1]), 1.0), ("".join(stems), 0.95), (stems[-1], 0.9)):
        found = meanings(group + keys[-1]) if group != keys[-1] else meanings(group)
        if found:
           return found, confidence
    return None


def _of_fate(group: str, key: str) -> tuple[tuple[Slot, ...], float]:
    """A column under a group such as 销毁情况 or 借阅: only what says what, when, by whom and by which list."""
    own = meanings(key)
    if own and own[0] in _FATE_SLOTS:
        return own, 0.9
    kinds = {"清退": Slot.RETURNED, "退": Slot.RETURNED, "销": Slot.DESTROYED, "归": Slot.ARCHIVED, "立": Slot.ARCHIVED}
    main = next((slot for word, slot in kinds.items() if group.startswith(word)), Slot.FATE)
    if key.endswith(_TIME_WORDS):
        return ((main if main is not Slot.FATE else Slot.FATE_ON),), 0.8
    if key.endswith(("批次", "批号", "单号", "清单号", "编号", "文号")):
        return (Slot.FATE_BATCH,), 0.7
    if key.endswith(("情况", "去向", "方式", "结果", "状态")):
        return (main,), 0.7
    return (), 0.0


_GUESSES: tuple[tuple[str, Slot, float], ...] = (
    (r"(清退|退文).*(销毁)|销毁.*清退|去向|处置|处理情况", Slot.FATE, 0.6),
    (r"清退|退文", Slot.RETURNED, 0.6),
    (r"销毁.*(人|员)$|监销", Slot.FATE_BY, 0.6),
    (r"销毁", Slot.DESTROYED, 0.6),
    (r"归档|归卷|立卷", Slot.ARCHIVED, 0.6),
    (r"密级|秘密等级|涉密等级", Slot.MARKING, 0.6),
    (r"保密期|保密年限", Slot.TERM, 0.6),
    (r"份号", Slot.COPY_NUMBERS, 0.6),
    (r"^.{0,4}(来文|发文|制发|印发).{0,2}(单位|机关|部门)", Slot.ISSUER, 0.6),
    (r"(文号|字号)$", Slot.REFERENCE, 0.6),
    (r"(标题|题名)$|^(标题|题名)|文件名称|载体名称|内容摘要", Slot.TITLE, 0.6),
    (r"(收文|收到|登记).{0,2}(日期|时间)", Slot.RECEIVED_ON, 0.6),
    (r"存放|柜", Slot.PLACE, 0.5),
    (r"份数$", Slot.COPIES, 0.5),
    (r"签收.*(日期|时间)", Slot.SIGNED_ON, 0.6),
    (r"签收|领取人", Slot.SIGNED_BY, 0.5),
    (r"^备注|备注$", Slot.REMARKS, 0.9),
    (r"页数", Slot.PAGES, 0.5),
    (r"(借阅|借用|借出).{0,2}人|谁借", Slot.BORROWER, 0.6),
)


def _guess(key: str) -> tuple[tuple[Slot, ...], float]:
    found = meanings(key)
    if found:
        return found, 1.0
    if len(key) > 20:
        return (), 0.0
    for pattern, slot, confidence in _GUESSES:
        if re.search(pattern, key):
           return (slot,), confidence
    return (), 0.0
