"""What the shop sells. Prices are cents including Irish VAT."""

from __future__ import annotations

from typing import NamedTuple


class Product(NamedTuple):
    """One product with one variant."""

    number: int
    title: str
    product_type: str
    sku: str
    price: int
    grams: int
    is_gift_card: bool = False

    @property
    def product_id(self) -> int:
        return 8_100_000_000_000 + self.number * 31

    @property
    def variant_id(self) -> int:
        return 44_200_000_000_000 + self.number * 37


_ROWS: tuple[tuple[str, str, int, int], ...] = (
    ("Wireless Headphones H200", "Audio", 12900, 260),
    ("Wireless Earbuds E10", "Audio", 7900, 60),
    ("Bluetooth Speaker S3", "Audio", 5900, 540),
    ("Soundbar SB40", "Audio", 22900, 3200),
    ("Studio Microphone M1", "Audio", 9900, 480),
    ("Smartphone P8 128 GB", "Phones", 54900, 190),
    ("Smartphone P8 Pro 256 GB", "Phones", 79900, 205),
    ("Smartphone A3 64 GB", "Phones", 22900, 180),
    ("Laptop L14", "Computers", 89900, 1450),
    ("Laptop L16 Pro", "Computers", 149900, 1900),
    ("Tablet T11", "Computers", 39900, 480),
    ("Monitor 27 inch 4K", "Computers", 32900, 5600),
    ("Mechanical Keyboard K2", "Accessories", 8900, 900),
    ("Wireless Mouse M7", "Accessories", 3900, 95),
    ("USB-C Hub 7 in 1", "Accessories", 4900, 110),
    ("USB-C Charger 65 W", "Accessories", 3500, 130),
    ("USB-C Cable 2 m", "Accessories", 1490, 60),
    ("HDMI Cable 3 m", "Accessories", 1690, 140),
    ("Power Bank 20,000 mAh", "Accessories", 4490, 410),
    ("Phone Case P8", "Accessories", 1990, 40),
    ("Screen Protector P8", "Accessories", 1290, 20),
    ("Laptop Sleeve 14 inch", "Accessories", 2490, 180),
    ("Smart Plug (2 pack)", "Smart home", 2990, 160),
    ("Smart Bulb E27", "Smart home", 1890, 70),
    ("Video Doorbell D1", "Smart home", 11900, 300),
    ("Robot Vacuum R5", "Smart home", 29900, 3600),
    ("Smart Thermostat", "Smart home", 14900, 240),
    ("Security Camera C2", "Smart home", 6900, 220),
    ("Game Console G5", "Gaming", 49900, 3900),
    ("Game Controller G5", "Gaming", 6490, 280),
    ("Gaming Headset X1", "Gaming", 8490, 350),
    ("Racing Wheel W3", "Gaming", 24900, 4100),
    ("TV 43 inch", "TV", 39900, 9800),
    ("TV 55 inch OLED", "TV", 109900, 17500),
    ("Streaming Stick", "TV", 4490, 80),
    ("Fitness Band F4", "Wearables", 5990, 35),
    ("Smartwatch W2", "Wearables", 24900, 60),
    ("Action Camera AC1", "Cameras", 27900, 130),
    ("Instant Camera I2", "Cameras", 9990, 310),
    ("Memory Card 128 GB", "Accessories", 1990, 5),
)

PRODUCTS: tuple[Product, ...] = tuple(
    Product(n, title, kind, f"{kind[:3].upper().replace(' ', '')}-{n:03d}", price, grams)
    for n, (title, kind, price, grams) in enumerate(_ROWS, start=1)
)
GIFT_CARD = Product(90, "Gift Card", "Gift cards", "GIFT-50", 5000, 0, True)
FREE_SAMPLE = Product(91, "Cleaning Cloth (free sample)", "Accessories", "ACC-FREE", 0, 10)
