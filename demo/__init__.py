# Part of store_group. License LGPL-3.
"""The demo group: a garment maker, its shops, and thirteen months of their life. Nothing here is used without demo data.

`world` says who and what there is, `curve` how much is sold on a day, `garment` draws the goods: plain Python, each tested
without a database. `store.demo` (`store_demo`, and its parts) makes the records of them, called once by `demo.xml`.
"""

from . import store_demo
from . import store_demo_goods
from . import store_demo_past
from . import store_demo_money
from . import store_demo_today
from . import store_demo_transfers
