"""The English words by which details are recognised: all of them in one place, to be read and added to."""

from __future__ import annotations

import re
from collections.abc import Iterable


def words_of(*lines: str) -> frozenset[str]:
    """The words of a list; "_" stands for a space inside one."""
    return frozenset(word.replace("_", " ") for line in lines for word in line.split())


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first; a space in one stands for any white space."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


# --- numbers

DIGIT_WORDS = {
    word: str(digit)
    for digit, words in enumerate(
        ("zero oh o", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    )
    for word in words.split()
}
NUMBERS = {
    **{w: n for n, w in enumerate("one two three four five six seven eight nine ten".split(), start=1)},
    **{w: n for n, w in enumerate("eleven twelve thirteen fourteen fifteen sixteen".split(), start=11)},
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    **{w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)},
}
MULTIPLIERS = {"hundred": 100, "thousand": 1000}
ORDINALS = {
    word: str(place)
    for place, words in enumerate(
        # with the slips that are as common as the words
        "first 1st frist;second 2nd secnd secon sceond secound;third 3rd thrid;fourth 4th fouth;"
        "fifth 5th;sixth 6th;seventh 7th;eighth 8th;ninth 9th;"
        "tenth 10th".split(";"),
        start=1,
    )
    for word in words.split()
} | {"top": "1", "former": "1", "last": "last", "bottom": "last", "latter": "last"}

# --- order numbers

# What the number behind it belongs to, unless it is an order's.
OTHER_NUMBERS = words_of(
    "phone telephone cell mobile fax contact card credit debit account customer member tracking zip",
    "postal postcode house street apartment apt unit suite room floor model serial part article sku pin",
    "flight version vat tax routing",
)
# Words right before an order's number that are not "order" or "number".
ORDER_VERBS = words_of(
    "cancel cancelling canceling cancelled canceled track tracking return returning returned refund",
    "refunding reorder exchange exchanging check find locate stop meant ment mean where's wheres where_is",
    "about regarding re place placed",
)
ORDER_PAPERS = words_of(
    "receipt recipt invoice bill refund status return update news tracking eta confirmation",
)
# A number before one of these is a measure.
UNITS = words_of(
    "mah lm lumen lumens dollar dollars bucks usd cad eur euro euros ml l mm cm m km g kg lb lbs oz wh w",
    "watts watt btu hz people persons points miles steps rpm ft feet cents percent times reviews",
    "customers followers",
)

# --- addresses

ZIP_WORDS = words_of(
    "zip zips zipcode zip_code zip-code zip_number postcode post_code postal_code postalcode postal",
)
# Nothing but a street is called so.
STREETS = words_of(
    "street st avenue ave av road rd boulevard blvd lane ln drive dr highway hwy parkway pkwy crescent",
    "cres terrace ter",
)
# Other things are called so, too.
MAYBE_STREETS = words_of(
    "court ct way place pl circle cir square sq trail trl row walk loop alley close quay plaza run grove",
    "hill",
)
UNITS_OF_HOUSES = words_of(
    "apt apartment unit suite ste flat room rm building bldg floor fl penthouse ph lot",
)
STATES = words_of(
    "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii",
    "idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan",
    "minnesota mississippi missouri montana nebraska nevada new_hampshire new_jersey new_mexico new_york",
    "north_carolina north_dakota ohio oklahoma oregon pennsylvania rhode_island south_carolina",
    "south_dakota tennessee texas utah vermont virginia washington west_virginia wisconsin wyoming",
    "ontario quebec british_columbia alberta manitoba saskatchewan nova_scotia new_brunswick newfoundland",
)
STATE_CODES = words_of(
    "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc",
    "nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc on qc bc ab mb sk ns nb nl pe yt nt nu",
)
COUNTRIES = words_of(
    "usa us u.s.a. u.s. united_states canada",
)
# Capitalised or not, these are no town and no street.
NO_PLACE = words_of(
    "please thanks thank and but not instead it is was the a an my your his her our their this that these",
    "those to from on in at of for with i we you he she they or so if when wrong right other another same",
    "what which old one way by up down out off no yes can could will would should order ordered days",
    "weeks hours across next",
)

# --- emails

TOP_DOMAINS = words_of(
    "com net org edu gov co io me us ca uk de fr es it nl se no dk fi pl ch at be ie au nz in mx br jp",
    "info biz app dev shop store online example test",
)
MAIL_HOSTS = words_of(
    "gmail hotmail outlook yahoo icloud aol proton protonmail gmx mail live msn me comcast example",
    "fastmail",
)
MAIL_WORDS = words_of(
    "email e-mail mail address reach write account registered login under",
)
SPOKEN_SIGNS = {"dot": ".", "underscore": "_", "dash": "-", "hyphen": "-", "minus": "-", "plus": "+"}

# --- times

MONTHS = words_of(
    "january february march april may june july august september october november december jan feb mar",
    "apr jun jul aug sep sept oct nov dec",
)
WEEKDAYS = words_of(
    "monday tuesday wednesday thursday friday saturday sunday",
)
SHORT_WEEKDAYS = words_of(
    "mon tue tues wed weds thu thur thurs fri sat sun",
)
MISSPELT_DAYS = words_of(
    "yesterdy yesteday yestarday tommorow tomorow tommorrow wensday wednsday tusday thursdy",
)
HOLIDAYS = words_of(
    "christmas xmas easter thanksgiving black_friday cyber_monday new_year's_eve halloween",
)
PERIODS = words_of(
    "second seconds minute minutes min mins hour hours hr hrs day days night nights week weeks weekend",
    "weekends month months year years yr yrs fortnight",
)

# Nights and weeks have a last and a next; "next day delivery" is a way to ship.
SPANS = words_of(
    "week weeks weekend month months year yr night fortnight",
)
DAYS_AHEAD = words_of(
    "day days week weeks month months year years yr yrs fortnight",
)

# --- quantities

# After these a number counts nothing.
NO_QUANTITY_BEFORE = words_of(
    "size us eu uk option number no nr apt unit suite floor house step level version part age aged under",
    "over below above than at turning turns top war im i'm into type gen generation model line grade day",
    "page point room least most max maximum until",
)
# Before these a number is a measure, a time or a way of speaking.
NO_QUANTITY_AFTER = (
    words_of(
        "person people persons man men's women's season seasons season's way ways am pm o'clock percent inch",
        "inches foot feet meter meters metre metres liter liters litre litres liter's gallon gallons ounce",
        "ounces pound pounds gram grams kilo kilos mile miles degrees degree star stars times time third",
        "thirds half quarters things thing questions question reasons reason business working hundred",
        "thousand moment sec step steps points different digits",
    )
    | UNITS
    | PERIODS
)
# In front of digits that count: "need 3 mugs", "the 2 tents".
QUANTITY_LEADS = words_of(
    "want wanted need needed order ordered bought buy buying get got have had take make send sent return",
    "returning the my of these those all only just for about and or not but to quantity qty are is do",
    "with plus add remove keep cancel exchange swap says be say it some other another like wants sold me",
    "last first any see wrote typed put x between both i we you receive received maybe",
)
# What "one" counts after these; after others it stands for a thing ("the blue one").
ONE_LEADS = words_of(
    "not but make have take be say rather got to received quantity qty",
)
ONE_THING_LEADS = words_of(
    "only just want wanted need needed ordered bought buy return returning cancel drop send remove keep",
    "add and or of",
)
DOZENS = {"a couple of": "2", "couple of": "2", "half a dozen": "6", "a dozen": "12"}
# A bare number beside these is one of them: "size 42, not 43".
SIZED = words_of(
    "size sizes sized eu uk house apartment apt suite flat age old degrees floor street percent",
)

NOT_COUNTED = words_of(
    "more that which i in on at for to with was is and or who where when answer another the by",
)

# --- ordinals

# Ends of a list, and of much else.
EDGES = words_of(
    "top bottom former",
)
# What can be chosen from a list: "the second order", "last item".
CHOSEN = words_of(
    "one ones order orders option options item items product products choice parcel package address card",
    "result suggestion line entry purchase shipment delivery link button variant version",
)
AFTER_CHOICE = words_of(
    "please pls plz and or but not instead then thanks thank_you only too",
)

# --- names

NAME_PARTICLES = words_of(
    "de da do dos del della di du van von der den la le el al bin ibn ter ten st mac mc af",
)
TITLES = words_of(
    "mr mrs ms miss mx dr prof sir madam",
)
# Safe to take for a first name in lower case, too.
FIRST_NAMES = words_of(
    "aaron abby abdul abena abigail abdullah adam adele adrian agnes ahmed aiden aisha alan alana albert",
    "alejandro alex alexa alexander alexandra alexei alexis alfie ali alice alicia alina alison allison",
    "alma amanda amara amelia amelie amina amir amy ana anastasia anders andre andrea andreas andrew andy",
    "angela anika anil anita anja ann anna anne anneke annie anthony antonio anton aoife arjun arthur",
    "asha ashley astrid audrey axel barbara beatrice ben benjamin bernard beth bethany bianca bjorn",
    "bogdan brandon brenda brian bridget bruno bryan caitlin callum camila carl carla carlos carmen",
    "caroline catherine cathy cecilia cedric charlie charles charlotte chen chiara chloe chris christian",
    "christina christine christopher claire clara claudia clement colin connor craig cynthia daisuke dan",
    "dana daniel daniela danny darren dave david deborah debra dennis derek diana diane diego dimitri",
    "dmitri dolores dominic donald donna doris dorothy douglas duncan dylan ed eddie edgar edith eduardo",
    "edward eileen elaine elena eleanor eli elias elif elijah elisa elise elizabeth ella ellen elsa emeka",
    "emil emilia emily emma enrique eric erica erik erika erin ernesto esther ethan eva evan evelyn",
    "fabian farah farid fatima felix fernando fiona flora florence francesca francesco francis frank",
    "franz fred freya frida gabriel gabriela gareth gary gavin george gerald gemma giulia giovanni gloria",
    "gordon grace graham greg gregory greta guillermo gustavo hana hannah hans harold harriet harry",
    "hassan hector heidi helen helena henrik henry hiroshi hugo ian ibrahim igor ines ingrid ioana irene",
    "irina isaac isabel isabella isla ismail ivan jack jackie jacob jaime jake jakub jamal james jamie",
    "jan jana jane janet janice jason javier jeff jeffrey jelena jennifer jenny jeremy jerry jessica jill",
    "jim jimmy joan joanna joe joel johan johanna johannes john johnny jon jonas jonathan jordan jorge",
    "jose josef joseph joshua joyce juan juana juanita judith judy julia julian juliana julie justin",
    "kaito kamal karen karim karin karl kate katherine kathleen kathy katie kayla keith kelly kemal ken",
    "kenji kenneth kevin khadija kim kimberly kofi krzysztof kurt kwame kyle lars laura lauren leah leila",
    "lena leo leon leonard leonardo leslie lewis liam lina linda lindsay lisa liz lorenzo louis louise",
    "lucas lucia lucy luigi luis luisa lukas luke lydia lynn magnus malik manuel marco marcus margaret",
    "maria mariam marie marina mario marta martha martin martina mary mateo mateusz mathilde matt matteo",
    "matthew maya megan mei mehmet melanie melissa mia michael michelle miguel mike mikhail mina miriam",
    "mohamed mohammed moira molly monica monika murat nadia nancy naomi natalia natalie nathan neil nia",
    "niamh nicholas nicolas nicole nigel nikhil nikolai nils nina noah noor nora norbert oskar beatrix",
    "hanna olaf ole oleg olga oliver olivia omar oscar otto owen pablo pamela paolo patricia patrick paul",
    "paula paulo pavel pedro peter petra philip phoebe pierre piotr priya rachel rafael raj rajesh ralph",
    "ramon raquel rashid ravi raymond rebecca rekha renata ricardo richard rita robert roberto roland",
    "ronald rosa rosie roxanne rupert russell ruth ryan sabine salma sam samantha samir samuel sandra",
    "sara sarah sasha scott sean sebastian selma sergei sergio shannon sharon sheila shirley silvia simon",
    "simone sinead siobhan sofia sonia sophia sophie stacy stefan stella stephanie stephen steve steven",
    "stuart sunil susan suzanne sven svetlana sylvia tamara tanya tara tariq tatiana ted teresa thea theo",
    "theresa thomas tim timothy tina tobias todd tom tomas tommy tony tracy ulrich umar ursula valentina",
    "valerie vanessa vera veronica vicky victor victoria vijay vikram viktor vincent virginie vivian",
    "vladimir walter wendy wilhelm william wolfgang xavier yara yasmin yuki yusuf yvonne zachary zainab",
    "zara zoe zoltan",
)
# Names that are words as well: only after "I'm" and with a last name behind them.
ALSO_NAMES = words_of(
    "amber art bill bob brook brooke carol chase chip cliff cooper crystal daisy dale dawn dean don drew",
    "eve faith gene ginger glen grant guy hazel heather holly hope hunter iris ivy jade jay jean josh joy",
    "lily mark mason max miles nick norm pat pearl penny peggy ray rich rob robin roger rose ruby sandy",
    "sky sue summer taylor tyler violet wade willow winter kit rusty gale clay harper parker carter",
)
# Never a part of a name, whatever stands around it.
NOT_NAMES = words_of(
    # small words
    "a an the this that these those i you he she it we they me him us them my your his her its our their",
    "mine yours and or but nor so yet if then than as because since while although unless until when",
    "where why how what which who whom whose is are was were be been being am do does did done have has",
    "had having will would shall should can could may might must to of in on at by for with from about",
    "into over under after before between without within not no yes never ever always just only also too",
    "very really quite rather still already again soon now today yesterday tomorrow here there up down",
    "out off back away all any some both each every either neither none much many more most less few",
    "other another same such own please thanks thank sorry hello hi hey ok okay well sure yeah yep nope",
    "nah oh hm hmm um uh lol pls plz let lets got get gets getting go goes going gone went come came",
    "coming im ive dont didnt cant wont isnt wasnt doesnt havent i'm i've i'd i'll don't didn't can't",
    "won't isn't it's that's there's what's where's one two three four five six seven eight nine ten",
    "first second third last",
    # states of mind and body
    "glad happy unhappy sad angry mad upset annoyed frustrated furious disappointed fed tired sick afraid",
    "worried confused lost stuck curious interested fine good great bad best better worse terrible awful",
    "ridiculous unacceptable nice lovely perfect wrong right correct true false serious certain positive",
    "able unable ready late early busy new old big small large medium little long short tall thin wide",
    "size male female vegan allergic pregnant married single american canadian german french english",
    "british spanish italian mexican indian chinese japanese dutch irish scottish swedish human person",
    "man woman customer client member student teacher guest someone somebody anyone everyone nobody",
    "nothing something anything everything regular loyal longtime returning",
    # doing
    "looking trying waiting hoping wondering asking calling writing emailing contacting buying ordering",
    "returning cancelling canceling checking thinking planning having missing moving leaving expecting",
    "supposed afraid locked logged signed charged told sent shipped delivered received ordered bought",
    "paid cancelled canceled returned want wants wanted need needs needed like likes love hate know think",
    "guess believe see saw look find found make made take took give gave keep put say says said tell ask",
    "call use used work works working try help stop wait change changed cancel return refund exchange",
    "send ship track buy pay order orders speaking talking spelled spelt misspelled misspelt written",
    "listed shown different using based",
    # the shop
    "shop store website site page app account email e-mail mail address name names surname phone number",
    "numbers zip zipcode postcode postal code card credit debit gift visa mastercard amex paypal cash",
    "money dollars price cost delivery shipping shipment parcel package box item items product products",
    "thing stuff color colour sizes receipt invoice warranty policy support service team agent manager",
    "bot robot assistant live chat operator representative password login link newsletter coupon discount",
    "promo sale stock status tracking confirmation payment billing tent tents stove stoves boot boots",
    "shoe shoes jacket jackets bag bags backpack backpacks pack lamp lamps light lights headlamp lantern",
    "mug mugs bottle bottles pan pot helmet helmets speaker headphones earbuds pad pillow towel sock",
    "socks glove gloves hat shirt pants poles sleeping camp camping bike kettle chair blanket case cubes",
    # colours and materials
    "black white grey gray red green blue yellow orange purple pink brown teal navy beige tan sand olive",
    "gold silver coral sage rust moss fern lake ember charcoal midnight matte dark light bright wool",
    "cotton steel titanium leather",
    # times and places
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july",
    "august september october november december week weeks month months year years day days morning",
    "evening night time times street avenue road lane drive city home house office work usa us canada",
    "asap whenever live living thx ty cheers regards",
)
SIGN_OFFS = words_of(
    "regards best_regards kind_regards best cheers thanks thank_you many_thanks sincerely yours",
    "yours_truly br love thx ty best_wishes",
)
# After these a name may be that of the one who is thanked.
THANKS = words_of(
    "cheers thanks thank_you many_thanks thx ty",
)
