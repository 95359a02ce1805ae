"""A small county to rehearse in: people, matters and a clock that walks; the product itself is handed in."""

from .city import City, load_city
from .clock import TownClock
from .page import town_page
from .town import Product, Town, open_town

__all__ = ["City", "Product", "Town", "TownClock", "load_city", "open_town", "town_page"]
