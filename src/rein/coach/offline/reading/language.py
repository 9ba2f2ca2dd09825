"""Which language a text is written in: by its script, else by its most common words."""

import re
from collections import Counter

_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_COMMON: dict[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in {
        "en": "the to and of a in is my i for be more it with that on not this have you do new year want by get less will week so at from as an up out run lose weight save learn read write quit start find finish eat drink time day",
        "de": "ich und der die das zu nicht möchte will mein meine mehr bis ein eine in mit auf für im jahr den werden um weniger pro woche von abnehmen als wieder jeden kilo",
        "es": "quiero de la el que y en un una mi más para los las con menos este año mis ser por del al cada dejar hacer semana me hasta kilos",
        "fr": "je veux de la le les et un une mon ma mes plus pour en des du cette année moins dans avec voudrais par ne pas être faire semaine arrêter avant au j'aimerais ans",
        "pt": "quero de que e o a um uma meu minha mais para os as com menos este ano não ser em por fazer parar semana aprender até vou eu quilos",
        "it": "voglio di che e il la un una mio mia più per i le con meno quest'anno non essere fare vorrei smettere imparare settimana entro chili alla",
        "nl": "ik wil en de het een van mijn meer voor dit jaar niet met minder zijn worden graag stoppen leren per op te kilo naar om week afvallen",
        "pl": "chcę i w na nie się z do że moje mój mniej więcej roku być schudnąć nauczyć codziennie przestać rzucić tygodniu kilogramów razy",
        "tr": "ve bir bu istiyorum için daha yıl çok benim olmak kilo vermek bırakmak öğrenmek her gün haftada kadar ile",
        "sv": "jag vill och att en ett min mer för inte det här året mindre sluta lära varje vecka med till kg",
    }.items()
}
_TELLING_WORDS: dict[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in {
        "de": "mehr lesen abnehmen laufen lernen rauchen aufhören schlafen gesünder weniger essen möchte sparen ich will",
        "es": "quiero quisiera ahorrar dejar fumar correr aprender más leer dormir comer bajar mejorar hacer",
        "fr": "veux voudrais lire apprendre arrêter fumer courir épargner économiser maigrir dormir manger perdre",
        "pt": "quero poupar economizar emagrecer parar aprender mais ler dormir comer gostaria",
        "it": "voglio vorrei leggere imparare smettere risparmiare correre dormire mangiare dimagrire perdere",
        "nl": "wil graag lezen leren sparen afvallen stoppen roken meer hardlopen slapen",
        "pl": "chcę schudnąć nauczyć przestać rzucić oszczędzać oszczędzić czytać biegać więcej palić",
        "sv": "jag vill läsa sluta lära spara träna sova mindre mer",
    }.items()
}
"""Words of wishes that no English text holds but by chance: where nothing else is English, one of them tells."""
_ENGLISH_TOO = frozenset({"will", "meer", "leer", "mais"})
"""Not enough alone."""
_TELLING = {"de": "ßöäü", "es": "ñ¿¡", "pt": "ãõ", "fr": "çœê", "pl": "łąęśżźć", "tr": "ğışİ", "sv": "å"}


def find_language(text: str) -> str:
    """ISO 639-1 code; English when nothing tells."""
    letters = _LATIN.findall(text)
    for code, script in _SCRIPTS:
        found = script.findall(text)
        if len(found) > len(letters):
            if code == "ru" and _UKRAINIAN.search(text):
                return "uk"
            return "ja" if code == "zh" and _SCRIPTS[0][1].search(text) else code
        if code == "ja" and found and len(found) * 3 > len(letters):
            return code
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower())
    votes: Counter[str] = Counter()
    for word in words:
        for code, common in _COMMON.items():
            if word in common:
                votes[code] += 1
        for code, telling in _TELLING_WORDS.items():
            if word in telling:
                votes[code] += 1 if word in _ENGLISH_TOO else 2
    for code, letters_of in _TELLING.items():
        if votes[code] and any(c in text.lower() for c in letters_of):
            votes[code] += 1
    if not votes:
        return "en"
    best, count = max(votes.items(), key=lambda v: (v[1], v[0] == "en"))
    return best if best == "en" or (count >= 2 and count > votes["en"]) else "en"


NOTES: dict[str, str] = {
    "de": "Der Offline-Coach arbeitet am besten auf Englisch.",
    "es": "El entrenador sin conexión funciona mejor en inglés.",
    "fr": "Le coach hors ligne fonctionne mieux en anglais.",
    "pt": "O coach offline funciona melhor em inglês.",
    "it": "Il coach offline funziona meglio in inglese.",
    "nl": "De offline coach werkt het best in het Engels.",
    "pl": "Trener offline najlepiej działa po angielsku.",
    "ru": "Офлайн-коуч лучше всего работает на английском.",
    "uk": "Офлайн-коуч найкраще працює англійською.",
    "tr": "Çevrimdışı koç en iyi İngilizce ile çalışır.",
    "sv": "Offlinecoachen fungerar bäst på engelska.",
    "ar": "يعمل المدرب دون اتصال بشكل أفضل باللغة الإنجليزية.",
    "he": "המאמן הלא מקוון עובד הכי טוב באנגלית.",
    "zh": "离线教练使用英语效果最佳。",
    "ja": "オフラインコーチは英語で最もよく機能します。",
    "ko": "오프라인 코치는 영어에서 가장 잘 작동합니다.",
    "hi": "ऑफ़लाइन कोच अंग्रेज़ी में सबसे अच्छा काम करता है।",
}
"""What the offline coach says of itself in languages that it reads only a little."""


def language_note(code: str) -> str:
    """The assumption that a text in another language gets: in English, and in that language where it is known."""
    english = "The offline coach works best in English: I read the main words and numbers of your text only."
    return f"{english} {NOTES[code]}" if code in NOTES else english
