"""A backend of matplotlib that draws without a screen and shows figures as displays of the cell."""

from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

from .display import show_figures


class FigureManager(FigureManagerBase):
    """Shows when asked to."""

    @classmethod
    def pyplot_show(cls, *, block=None):
        show_figures()

    def show(self):
        show_figures()


class FigureCanvas(FigureCanvasAgg):
    manager_class = FigureManager


show = show_figures
