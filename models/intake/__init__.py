# Part of store_group. License LGPL-3.
from . import store_intake_template_column
from . import store_intake_template
from . import store_channel_store
from . import store_channel_buyer
from . import store_channel
from . import store_intake_known
from . import store_listing
from . import store_intake_document
from . import store_intake_order
from . import store_intake_arrival
from . import store_intake_phrases
from . import store_intake_issue
from . import store_intake_reader
from . import store_intake_preview
from . import store_intake_worker
