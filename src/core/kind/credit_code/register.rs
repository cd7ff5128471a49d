//! Who registers whom: the first two characters of a unified code (GB 32100-2015 with its later additions).

/// 登记管理部门: the authority that keeps the register.
pub(super) fn authority(code: &str) -> Option<&'static str> {
    Some(match code.bytes().next()? {
        b'1' => "机构编制",
        b'2' => "外交",
        b'3' => "司法行政",
        b'4' => "文化",
        b'5' => "民政",
        b'6' => "旅游",
        b'7' => "宗教",
        b'8' => "工会",
        b'9' => "市场监管",
        b'A' => "中央军委改革和编制办公室",
        b'N' => "农业农村",
        b'Y' => "其他",
        _ => return None,
    })
}

/// 机构类别: the kind of organisation, which depends on the authority.
pub(super) fn organisation_type(code: &str) -> Option<&'static str> {
    let mut bytes = code.bytes();
    Some(match (bytes.next()?, bytes.next()?) {
        (b'1', b'1') => "机关",
        (b'1', b'2') => "事业单位",
        (b'1', b'3') => "群众团体",
        (b'2', b'1') => "外国常驻新闻机构",
        (b'3', b'1') => "律师执业机构",
        (b'3', b'2') => "公证处",
        (b'3', b'3') => "基层法律服务所",
        (b'3', b'4') => "司法鉴定机构",
        (b'3', b'5') => "仲裁委员会",
        (b'4', b'1') => "外国在华文化中心",
        (b'5', b'1') => "社会团体",
        (b'5', b'2') => "民办非企业单位",
        (b'5', b'3') => "基金会",
        (b'6', b'1') => "外国旅游部门常驻代表机构",
        (b'6', b'2') => "港澳台地区旅游部门常驻内地代表机构",
        (b'7', b'1') => "宗教活动场所",
        (b'7', b'2') => "宗教院校",
        (b'8', b'1') => "基层工会",
        (b'9', b'1') => "企业",
        (b'9', b'2') => "个体工商户",
        (b'9', b'3') => "农民专业合作社",
        (b'A', b'1') => "军队事业单位",
        (b'N', b'1') => "组级集体经济组织",
        (b'N', b'2') => "村级集体经济组织",
        (b'N', b'3') => "乡镇级集体经济组织",
        (b'Y', b'1') | (b'1'..=b'8' | b'A' | b'N', b'9') => "其他",
        _ => return None,
    })
}
