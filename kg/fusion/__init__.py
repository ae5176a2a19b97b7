"""From many readings to one Knowledge: a function of the set of readings, whatever their order."""

from kg.fusion.knowledge import fuse
from kg.fusion.support import is_supported, is_supported_figure, support_clusters

__all__ = ["fuse", "is_supported", "is_supported_figure", "support_clusters"]
