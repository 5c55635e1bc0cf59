"""English names, cities, firms and goods, set in the United States. All of them are invented.

Phones lie in the range 555-0100 to 555-0199, which is kept for fiction.
"""

from __future__ import annotations

from random import Random

from pipeline_tui.services.demo.lexicon import City, Firm, Good, Names, People

_MOBILE_CODES = ("917", "312", "469", "720", "310", "206", "404", "614", "857", "612")

_LAST = (
    "Miller", "Davis", "Garcia", "Wilson", "Anderson", "Thomas", "Moore", "Martin", "Thompson",
    "White", "Lopez", "Harris", "Clark", "Lewis", "Robinson", "Walker", "Young", "Allen", "King",
    "Wright", "Torres", "Nguyen", "Hill", "Flores", "Green", "Adams", "Nelson", "Baker", "Rivera",
    "Campbell", "Mitchell", "Carter", "Roberts", "Phillips", "Evans", "Turner", "Parker", "Collins",
    "Edwards", "Stewart", "Morris", "Murphy", "Cook", "Rogers", "Reed", "Morgan", "Cooper",
    "Peterson", "Bailey", "Kelly", "Howard", "Kim", "Cox", "Ward", "Richardson", "Watson", "Brooks",
    "Wood", "James", "Bennett", "Gray", "Mendoza", "Hughes", "Price", "Myers", "Long", "Foster",
    "Sanders", "Ross", "Patel",
)  # fmt: skip

_PEOPLE = People(
    first_male=(
        "James", "Robert", "Mike", "David", "Chris", "Daniel", "Matt", "Tony", "Mark", "Paul",
        "Steve", "Andrew", "Kevin", "Brian", "George", "Tim", "Ron", "Ed", "Jason", "Luis",
    ),
    first_female=(
        "Mary", "Linda", "Barbara", "Susan", "Jessica", "Sarah", "Karen", "Lisa", "Nancy", "Sandra",
        "Ashley", "Emily", "Donna", "Michelle", "Carol", "Amanda", "Melissa", "Deborah", "Laura",
        "Priya",
    ),
    last_male=_LAST,
    last_female=_LAST,
)  # fmt: skip

_CITIES = (
    City("New York", "New York", "America/New_York", "212", weight=4),
    City("Boston", "Massachusetts", "America/New_York", "617", weight=2),
    City("Atlanta", "Georgia", "America/New_York", "404", weight=3),
    City("Columbus", "Ohio", "America/New_York", "614", weight=3),
    City("Charlotte", "North Carolina", "America/New_York", "704", weight=2),
    City("Chicago", "Illinois", "America/Chicago", "312", weight=4),
    City("Dallas", "Texas", "America/Chicago", "214", weight=3),
    City("Minneapolis", "Minnesota", "America/Chicago", "612", weight=2),
    City("Nashville", "Tennessee", "America/Chicago", "615", weight=2),
    City("Denver", "Colorado", "America/Denver", "303", weight=2),
    City("Salt Lake City", "Utah", "America/Denver", "801", weight=1),
    City("Phoenix", "Arizona", "America/Phoenix", "602", weight=2),
    City("Los Angeles", "California", "America/Los_Angeles", "213", weight=3),
    City("Portland", "Oregon", "America/Los_Angeles", "503", weight=1),
    City("Seattle", "Washington", "America/Los_Angeles", "206", weight=2),
    City("Anchorage", "Alaska", "America/Anchorage", "907", weight=1),
    City("Honolulu", "Hawaii", "Pacific/Honolulu", "808", weight=1),
)

_BY_INDUSTRY: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("Food production", (
        ("Harvest Lane Foods, Inc.", "harvestlane"), ("Copper Kettle Bakery LLC", "copperkettle"),
        ("Lakeside Creamery, Inc.", "lakesidecreamery"), ("Sweet Alder Candy Co.", "sweetalder"),
        ("Prairie Mill Grains LLC", "prairiemill"), ("Amber Hive Honey Co.", "amberhive"),
    )),
    ("Furniture", (
        ("Cedar & Pine Furniture LLC", "cedarpine"), ("Soft Corner Upholstery", "softcorner"),
        ("Oakhollow Cabinets, Inc.", "oakhollow"), ("Ridgeway Closets LLC", "ridgewayclosets"),
        ("Bench & Table Co.", "benchtable"), ("Trueface Doors, Inc.", "truefacedoors"),
    )),
    ("E-commerce", (
        ("Swiftcart LLC", "swiftcart-demo"), ("Peddler's Post, Inc.", "peddlerspost"),
        ("Shelf 24 LLC", "shelf24"), ("Little Porch Market", "littleporch"),
        ("Trunk & Co.", "trunkandco"), ("Forty Parcels LLC", "fortyparcels"),
    )),
    ("Logistics", (
        ("Fairway Warehousing LLC", "fairwaywh"), ("Junction Freight, Inc.", "junctionfreight"),
        ("River Bend Storage", "riverbendst"), ("Three Docks LLC", "threedocks"),
        ("Northfold Fulfillment, Inc.", "northfold"), ("Round Trip Carriers", "roundtripc"),
    )),
    ("Wholesale", (
        ("Millstone Wholesale, Inc.", "millstonew"), ("Across the River Trading LLC", "acrossriver"),
        ("Hardware Row, Inc.", "hardwarerow"), ("Channel Distributors", "channeldist"),
        ("Fifth Aisle Supply LLC", "fifthaisle"), ("Eastgate Provisions", "eastgatep"),
    )),
    ("Building materials", (
        ("Kiln & Clay Tile Co.", "kilnclay"), ("Buildwharf LLC", "buildwharf"),
        ("Ridgecap Roofing Supply", "ridgecap"), ("Drymix Partners, Inc.", "drymixp"),
        ("Southern Slate Co.", "southslate"), ("Warm Wall Insulation LLC", "warmwall"),
    )),
    ("Cosmetics", (
        ("Cornflower Labs, Inc.", "cornflowerlabs"), ("Daisy Yard Soap Co.", "daisyyard"),
        ("White Moss Skincare LLC", "whitemoss"), ("Scentworks, Inc.", "scentworks-demo"),
        ("Lather Guild", "latherguild"), ("North Peony LLC", "northpeony"),
    )),
    ("Medical", (
        ("Corner Drug Supply", "cornerdrug"), ("Medstock West, Inc.", "medstockw"),
        ("Mountain Herbals LLC", "mtnherbals"), ("Wellshelf, Inc.", "wellshelf"),
        ("Pharmarow LLC", "pharmarow"), ("Gauze & Tape Co.", "gauzetape"),
    )),
    ("Food service", (
        ("Pies To Go, Inc.", "piestogo"), ("Noon Table Catering", "noontable"),
        ("Soup & Loaf LLC", "souploaf"), ("Courtyard Coffee Roasters", "courtyardcr"),
        ("Fish Pier Kitchens", "fishpier"), ("Kitchen Twelve LLC", "kitchen12"),
    )),
    ("Machinery", (
        ("Tri-River Machine Works, Inc.", "tririver"), ("Exact Bushing Co.", "exactbushing"),
        ("Hydroshop LLC", "hydroshop"), ("Lathe Parts Midwest", "latheparts"),
        ("Pump Yard, Inc.", "pumpyard"), ("Coilspring Service Co.", "coilspring"),
    )),
    ("Printing", (
        ("Print Yard LLC", "printyard"), ("Fallen Leaf Press", "fallenleafp"),
        ("Runs & Proofs, Inc.", "runsproofs"), ("Dust Jacket LLC", "dustjacket"),
        ("Calendar Works", "calendarw"), ("Blue Binding Co.", "bluebinding"),
    )),
    ("Textiles", (
        ("Flaxen Mills, Inc.", "flaxenmills"), ("Warm Seam LLC", "warmseam"),
        ("Duty Jacket Workwear", "dutyjacket"), ("Quilt & Pillow Co.", "quiltpillow"),
        ("North Thread, Inc.", "norththread"), ("Kids' Closet LLC", "kidscloset-demo"),
    )),
    ("Electronics", (
        ("Smart Panel, Inc.", "smartpanel-demo"), ("Cable & Socket LLC", "cablesocket"),
        ("Gauge Kit Co.", "gaugekit"), ("Bright Diode, Inc.", "brightdiode"),
        ("Boardline Assembly", "boardline"), ("Sensorhouse LLC", "sensorhouse"),
    )),
    ("Agriculture", (
        ("Delta Seeds, Inc.", "deltaseeds-demo"), ("Apple Slope Orchards", "appleslope"),
        ("Meadow Farm LLC", "meadowfarm-demo"), ("Sunrise Glasshouses, Inc.", "sunriseglass"),
        ("Mushroom Hollow", "mushroomhollow"), ("Potato Yard LLC", "potatoyard"),
    )),
)  # fmt: skip


def _good(
    code: str, name: str, series: str, cents: int, title: str, what: str, units: tuple[str, str],
    quantity: tuple[int, int, int], group: str = "goods",
) -> Good:  # fmt: skip
    return Good(code, name, series, cents, title, what, what, what, units, quantity, group)


_PIECE = ("piece", "pieces")
_ROLL = ("roll", "rolls")
_UNIT = ("unit", "units")
_GOODS = (
    _good("RSC-2416", "Corrugated box 24×16×16 in, 32 ECT", "Boxes", 2_35,
          "Corrugated boxes 24×16", "corrugated boxes", _PIECE, (1000, 8000, 250), "box"),
    _good("FML-10", "Folding mailer 10×8×3 in, kraft", "Boxes", 62,
          "Folding mailers", "folding mailers", _PIECE, (3000, 20000, 1000), "box"),
    _good("SFH-18", "Hand stretch film 18 in × 1500 ft, 80 ga", "Film", 21_90,
          "Hand stretch film", "stretch film", _ROLL, (60, 480, 20), "film"),
    _good("SFM-20", "Machine stretch film 20 in × 5000 ft", "Film", 58_00,
          "Machine stretch film", "machine film", _ROLL, (40, 240, 20), "film"),
    _good("BBL-12", "Bubble wrap 12 in × 250 ft", "Film", 34_50,
          "Bubble wrap", "bubble wrap", _ROLL, (30, 240, 10)),
    _good("TAP-2", "Packing tape 2 in × 110 yd, 2 mil", "Tape", 2_85,
          "Packing tape", "packing tape", _ROLL, (720, 5040, 360)),
    _good("PLM-10", "Poly mailer 10×13 in, self-seal", "Mailers", 16,
          "Poly mailers", "poly mailers", _PIECE, (10000, 60000, 5000), "box"),
    _good("LBL-46", "Thermal label 4×6 in, 250 a roll", "Labels", 6_40,
          "Thermal labels 4×6", "thermal labels", _ROLL, (300, 2400, 100)),
    _good("PAL-48", "Wooden pallet 48×40 in, grade A", "Pallets", 14_75,
          "Pallets 48×40", "pallets", _PIECE, (120, 900, 30)),
    _good("RCK-96", "Pallet rack bay, 96 in", "Warehouse", 465_00,
          "Pallet racking", "pallet racking", ("bay", "bays"), (6, 48, 2), "gear"),
    _good("WRP-65", "Turntable stretch wrapper, 65 in", "Equipment", 6_950_00,
          "Stretch wrapper", "stretch wrapper", _UNIT, (1, 2, 1), "gear"),
    _good("PRN-20", "Industrial label printer, 203 dpi", "Equipment", 1_290_00,
          "Label printers", "label printers", _UNIT, (2, 6, 1), "gear"),
    _good("SCL-13", "Platform scale, 1300 lb", "Equipment", 740_00,
          "Platform scales", "platform scales", _UNIT, (2, 6, 1), "gear"),
    _good("SHR-18", "Chamber shrink wrapper", "Equipment", 3_480_00,
          "Shrink wrapper", "shrink wrapper", _UNIT, (1, 2, 1), "gear"),
)  # fmt: skip


def _doing_business_as(last: str, first: str, patronymic: str, trade: str) -> str:  # noqa: ARG001
    return f"{last} {trade}"


def _mobile(rng: Random) -> str:
    return f"({rng.choice(_MOBILE_CODES)}) 555-01{rng.randrange(100):02d}"


def _landline(rng: Random, city: City) -> str:
    return f"({city.phone}) 555-01{rng.randrange(100):02d}"


def _mail_name(first: str, last: str) -> str:
    return f"{first}.{last}".lower()


def _address(rng: Random, street: str) -> str:
    return f"{rng.randrange(12, 4800)} {street}"


NAMES = Names(
    country="US",
    currency="USD",
    zone="America/New_York",
    seller="Kate Morgan",
    people=_PEOPLE,
    cities=_CITIES,
    firms=tuple(
        Firm(name, f"{slug}.example", industry)
        for industry, firms in _BY_INDUSTRY
        for name, slug in firms
    ),
    trades=(
        ("Candles", "E-commerce"), ("Woodworks", "Furniture"), ("Bakery", "Food production"),
        ("Tea & Spice", "Wholesale"), ("Kidswear", "Textiles"), ("Vintage Shop", "E-commerce"),
        ("Meal Prep", "Food service"), ("Auto Parts", "Wholesale"), ("Garden Center", "Agriculture"),
        ("Soapworks", "Cosmetics"),
    ),
    trader=_doing_business_as,
    goods=_GOODS,
    competitors=("Boxright", "Packdirect", "Midway Supply", "Cratewell", "Tape & Ship"),
    sources=("Website", "Referral", "Trade show", "Directory", "Newsletter"),
    cold_source="Cold call",
    sizes=("1–15 people", "15–100 people", "100–250 people", "over 250 people"),
    jobs={
        "decision_maker": ("owner", "operations director", "purchasing manager", "general manager"),
        "influencer": ("warehouse manager", "buyer", "plant engineer", "packaging lead"),
        "gatekeeper": ("receptionist", "office manager", "executive assistant"),
        "accountant": ("controller", "accounts payable"),
        "user": ("shipping clerk", "packing line lead"),
    },
    tags=("key account", "bids", "will call", "net 30", "EDI", "seasonal"),
    streets=(
        "Industrial Pkwy", "Commerce Dr", "Mill St", "Dock Rd", "Depot Ave", "Foundry Ln",
        "Warehouse Blvd", "Harvest Rd", "Canal St", "Railroad Ave",
    ),
    mailboxes={"accountant": "ap", "gatekeeper": "office", "user": "shipping"},
    mobile=_mobile,
    landline=_landline,
    mail_name=_mail_name,
    address=_address,
)  # fmt: skip
