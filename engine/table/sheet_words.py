# Part of store_group. License LGPL-3.
"""What else people and other programs call a column, and the words of a sheet of opening stock.

A sheet is read by its column names and by its headers in every language; these words are accepted beside them.
"""

# of set-up lists, by the name of the column
ALSO = {
    'active': ('启用',),
    'area_m2': ('面积（㎡）',),
    'competitor_id': ('店名', '店铺'),
    'create_missing': ('自动新建',),
    'customer_policy': ('客户处理',),
    'date_end': ('to', '结束日期'),
    'date_from': ('from', '开始日期'),
    'date_start': ('from', '开始日期'),
    'date_to': ('to', '结束日期'),
    'day_ends_at': ('营业日截止',),
    'history_until': ('历史截止',),
    'name': ('name', '姓名', '渠道商品名称'),
    'opened_on': ('开业日期',),
    'profile_id': ('角色权限表',),
    'range_policy': ('商品范围',),
    'reader': ('读取方式',),
    'user_name': ('user name', '姓名'),
}

# of the sheet a store opens its stock with
OPENING_STOCK = {
    'product': (
        'code',
        'product code',
        'sku',
        'internal reference',
        'barcode',
        'ean',
        '商品',
        '商品编码',
        '商品编号',
        '货号',
        '款号',
        '条码',
        '条形码',
        '编码',
    ),
    'quantity': ('qty', 'on hand', 'stock', '数量', '库存', '库存数量', '现有库存', '期初数量', '期初库存'),
    'cost': ('cost', 'price', '成本', '成本价', '单位成本', '单价'),
    'lot': ('lot', 'lot number', 'serial', 'serial number', 'batch', '批次', '批号', '序列号'),
}
