"""``report.html``: what came of a batch, for people. One file that needs no network; without its program all of it can
be read, with it rows are sorted and filtered, by mouse and by keyboard.
"""

from toolkit.batch.report_page.document import page as page
