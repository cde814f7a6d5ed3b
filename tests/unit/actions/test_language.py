"""Which language a message is in: English unless much speaks against it."""

from __future__ import annotations

import re

import pytest
import yaml

from actions.language import detect, is_english, language, settings
from tests.unit.actions.talk import ROOT

FOREIGN = [
    ("es", "hola, ¿dónde está mi pedido?"),
    ("es", "quiero devolver unas botas"),
    ("es", "necesito cancelar mi pedido por favor"),
    ("es", "cuanto cuesta el envio a canada"),
    ("es", "buenos dias, tengo un problema con mi tarjeta"),
    ("es", "hola"),
    ("es", "mi paquete no ha llegado todavía"),
    ("es", "hablas español?"),
    ("fr", "bonjour"),
    ("fr", "où est ma commande?"),
    ("fr", "je voudrais retourner un article"),
    ("fr", "bonjour, mon colis n'est pas arrivé"),
    ("fr", "combien coûte la livraison"),
    ("fr", "je veux parler à quelqu'un"),
    ("fr", "est-ce que vous livrez au Canada ?"),
    ("de", "hallo"),
    ("de", "wo ist meine Bestellung?"),
    ("de", "ich möchte meine bestellung stornieren"),
    ("de", "wann kommt mein paket an"),
    ("de", "Guten Tag, ich habe die falsche Größe bekommen"),
    ("de", "kann ich mit einem menschen sprechen"),
    ("de", "wie lange dauert die lieferung"),
    ("it", "buongiorno, dov'è il mio ordine?"),
    ("it", "vorrei restituire le scarpe"),
    ("it", "quanto costa la spedizione"),
    ("it", "il mio pacco non è arrivato"),
    ("it", "posso parlare con qualcuno"),
    ("pt", "olá, onde está o meu pedido?"),
    ("pt", "quero cancelar a minha encomenda"),
    ("pt", "bom dia, não recebi o meu pacote"),
    ("pt", "quanto custa a entrega"),
    ("nl", "waar is mijn bestelling?"),
    ("nl", "ik wil mijn pakket terugsturen"),
    ("nl", "hallo, ik heb een vraag over de levering"),
    ("nl", "kan ik met een mens praten"),
    ("pl", "gdzie jest moje zamówienie?"),
    ("pl", "chcę zwrócić buty"),
    ("pl", "dzień dobry, paczka nie przyszła"),
    ("sv", "hej, var är min beställning?"),
    ("sv", "jag vill returnera mina skor"),
    ("tr", "merhaba, siparişim nerede?"),
    ("tr", "iade etmek istiyorum"),
    ("ru", "где мой заказ?"),
    ("ru", "хочу вернуть ботинки"),
    ("uk", "де моє замовлення? ще не прийшло, чекаю їх"),
    ("zh", "我的订单在哪里?"),
    ("zh", "退货"),
    ("ja", "注文はどこですか"),
    ("ja", "キャンセルしたいです"),
    ("ko", "주문이 어디 있어요?"),
    ("ar", "أين طلبي؟"),
    ("hi", "मेरा ऑर्डर कहाँ है"),
    ("other", "πού είναι η παραγγελία μου"),
    ("other", "איפה ההזמנה שלי"),
    ("es", "Me gustaría cambiar la talla de la chaqueta"),
    ("es", "no entiendo nada, alguien que hable español?"),
    ("fr", "J'ai reçu le mauvais produit"),
    ("de", "Ich verstehe das nicht"),
    ("de", "Mein Rucksack ist kaputt, was kann ich tun?"),
    ("it", "Ciao, ho un problema con il pagamento"),
    ("pt", "Gostaria de trocar o tamanho da jaqueta"),
    ("es", "donde esta A10001"),
    ("fr", "ma commande A10001 svp"),
    ("de", "bestellung A10001 stornieren bitte"),
]
ENGLISH = [
    "José Álvarez",
    "Chloé Tremblay",
    "Maria de la Cruz",
    "Jan van der Berg",
    "Vicente del Bosque Garcia",
    "Ludwig van Beethoven",
    "3 rue de la Paix, Montréal",
    "Calle Mayor 5, Madrid",
    "Straße 5, Berlin",
    "Emma Lindqvist",
    "Łukasz Nowak",
    "Los Angeles",
    "Das Keyboard",
    "La Sportiva Aequilibrium",
    "merci",
    "gracias",
    "ok merci",
    "oui",
    "ciao",
    "hasta la vista",
    "c'est la vie",
    "fjällräven kånken",
    "is the Müller tent in stock",
    "déjà vu",
    "Søren Ångström",
    "São Paulo",
    "ship to Rio de Janeiro?",
    "hi",
    "yes",
    "no",
    "A10001",
    "97214",
    "maya.chen@example.com",
    "ok cool thx",
    "asdf qwer zxcv",
    "…",
    "👍",
]
EXAMPLE = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
# Examples that are in another language on purpose, by words that only they hold.
MEANT = re.compile(
    r"regalo|quiero|bitte|por favor|verstehe|comprends|por qu|svp|combien|hola|bonjour|guten|obrigado"
    r"|leben|buenos"
)


@pytest.mark.parametrize(("code", "text"), FOREIGN)
def test_recognised(code: str, text: str) -> None:
    assert detect(text) == code


@pytest.mark.parametrize("text", ENGLISH)
def test_names_and_short_messages_are_no_language(text: str) -> None:
    assert detect(text) == "en"


def test_no_english_example_of_ours_is_taken_for_another_language() -> None:
    wrong = []
    for file in [*(ROOT / "data/nlu").glob("*.yml"), ROOT / "tests/data/nlu_dev.yml"]:
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            for line in block["examples"].splitlines() if "intent" in block else []:
                text = EXAMPLE.sub(r"\1", line[2:])
                if detect(text) != "en" and not MEANT.search(text.casefold()):
                    wrong.append(text)
    assert wrong == []


def test_no_product_of_ours_is_a_language() -> None:
    names = [
        name
        for file in (ROOT / "shop/demo/catalogue").glob("*.yml")
        for name in re.findall(r"name: ([^,}]+)", file.read_text(encoding="utf-8"))
    ]
    assert len(names) > 100
    assert [name for name in names if detect(name) != "en"] == []


def test_once_english_was_written_more_is_needed() -> None:
    assert detect("quiero devolver", wrote_english=True) == "en"
    assert detect("quiero devolver unas botas que compré ayer", wrote_english=True) == "es"


def test_english_is_known() -> None:
    assert is_english("where is my order")
    assert not is_english("hola")
    assert not is_english("hi")


def test_every_language_can_speak() -> None:
    for code in settings().languages:
        spoken = language(code)
        assert all((spoken.name, spoken.say, spoken.button, spoken.passing)), code
        assert spoken.words or code in settings().scripts.values() or code == "uk"
    assert language("xx") == settings().other
