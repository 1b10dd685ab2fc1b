"""The page: an edition to read and to hear in any browser, without a network, by eye, by ear and by keyboard alone."""

from toolkit.edition.player.page import write as write
