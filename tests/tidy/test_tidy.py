"""Tidy: language, sentences with true offsets, noise marked and not deleted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tidy.hard_cases import cases
from tocsin.tidy import identify, split, tidy

SENTENCES = {
    "en": "The government said on Monday that talks would resume next week.",
    "it": "Il governo ha detto lunedì che i colloqui riprenderanno la prossima settimana.",
    "ru": "Правительство заявило в понедельник, что переговоры возобновятся на следующей неделе.",
    "uk": "Уряд заявив у понеділок, що переговори відновляться наступного тижня.",
    "fr": "Le gouvernement a déclaré lundi que les pourparlers reprendraient la semaine prochaine.",
    "es": "El gobierno dijo el lunes que las conversaciones se reanudarán la próxima semana.",
    "de": "Die Regierung teilte am Montag mit, dass die Gespräche nächste Woche fortgesetzt werden.",
    "pl": "Rząd poinformował w poniedziałek, że rozmowy zostaną wznowione w przyszłym tygodniu.",
    "pt": "O governo disse na segunda-feira que as conversações serão retomadas na próxima semana.",
    "ar": "قالت الحكومة يوم الاثنين إن المحادثات ستستأنف الأسبوع المقبل.",
    "tr": "Hükümet pazartesi günü görüşmelerin gelecek hafta yeniden başlayacağını söyledi.",
    "ro": "Guvernul a declarat luni că discuțiile vor fi reluate săptămâna viitoare.",
    "be": "Урад заявіў у панядзелак, што перамовы аднавяцца на наступным тыдні.",
    "bg": "Правителството заяви в понеделник, че преговорите ще бъдат подновени следващата седмица.",
    "sr": "Влада је у понедељак саопштила да ће преговори бити настављени следеће недеље.",
    "cs": "Vláda v pondělí uvedla, že jednání budou obnovena příští týden.",
    "sk": "Vláda v pondelok uviedla, že rokovania sa obnovia budúci týždeň.",
    "nl": "De regering zei maandag dat de gesprekken volgende week worden hervat.",
    "sv": "Regeringen sade på måndagen att samtalen kommer att återupptas nästa vecka.",
    "hu": "A kormány hétfőn közölte, hogy a tárgyalások jövő héten folytatódnak.",
    "fi": "Hallitus ilmoitti maanantaina, että neuvottelut jatkuvat ensi viikolla.",
    "fa": "دولت روز دوشنبه اعلام کرد که مذاکرات هفته آینده از سر گرفته خواهد شد.",
    "el": "Η κυβέρνηση δήλωσε τη Δευτέρα ότι οι συνομιλίες θα επαναληφθούν την επόμενη εβδομάδα.",
    "ca": "El govern va dir dilluns que les converses es reprendran la setmana vinent.",
}


@pytest.mark.parametrize(("tag", "text"), SENTENCES.items())
def test_languages_are_told_apart(tag, text):
    assert identify(text).tag == tag


def test_ten_are_taught_and_at_least_ten_others_are_known():
    assert sum(identify(t).taught for t in SENTENCES.values()) == 10
    assert not identify(SENTENCES["el"]).readable


def test_no_letters_no_language():
    assert identify("12 34 !!").tag == "und"


def test_hard_sentence_boundaries_are_right_in_95_of_100():
    wrong = []
    for language, sentences in cases():
        text = " ".join(sentences)
        found = [text[s.start : s.end] for s in split(text, language)]
        if found != sentences:
            wrong.append((language, sentences, found))
    total = len(cases())
    assert total >= 120
    assert len(wrong) <= 0.05 * total, wrong


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["en", "it", "ru", "ar", "de", "xx"]))
def test_every_letter_lies_in_one_sentence(text, language):
    spans = split(text, language)
    covered = [False] * len(text)
    last = 0
    for s in spans:
        assert last <= s.start < s.end <= len(text)
        last = s.end
        for k in range(s.start, s.end):
            covered[k] = True
    assert all(covered[k] for k, c in enumerate(text) if c.isalnum())


@pytest.mark.parametrize(
    ("text", "kind", "noise"),
    [
        ("TUNIS, 3 May (Agence Sahel) - The talks ended.", "byline", "TUNIS, 3 May (Agence Sahel) -"),
        ("The talks ended.\nRead also: Nine ways to boil an egg", "boilerplate", "Read also: Nine ways to boil an egg"),
        ("Переговоры завершились.\nПодписывайтесь на наш канал", "boilerplate", "Подписывайтесь на наш канал"),
        ("Die Gespräche endeten.\nAnzeige: Jetzt Bett kaufen!", "advert", "Anzeige: Jetzt Bett kaufen!"),
        ("I colloqui sono finiti.\nFoto: Agenzia Blu", "caption", "Foto: Agenzia Blu"),
        (
            "The talks ended.\nAbout the author: Ann is a lamp. She likes rain.",
            "author_bio",
            "About the author: Ann is a lamp. She likes rain.",
        ),
        (
            "The army left the town before dawn.\nNobody was hurt.\nThe army left the town before dawn.",
            "duplicate",
            "The army left the town before dawn.",
        ),
    ],
)
def test_noise_is_marked(text, kind, noise):
    found = tidy(text).noise
    assert [(n.kind, text[n.start : n.end]) for n in found] == [(kind, noise)]


@pytest.mark.parametrize(
    ("language", "story", "notice"),
    [
        (
            "en",
            "The harbour in Lomé was closed on Monday.",
            "This article may not be republished without the written consent of Atlantic Wire.",
        ),
        (
            "it",
            "Il porto di Bari è stato chiuso lunedì.",
            "È vietata la riproduzione, anche parziale, senza il consenso dell'editore.",
        ),
        ("fr", "Le port de Brest a été fermé lundi.", "Toute reproduction sans accord écrit de la rédaction est interdite."),
        (
            "es",
            "El puerto de Vigo fue cerrado el lunes.",
            "Queda prohibida la reproducción total o parcial sin permiso del editor.",
        ),
        (
            "pt",
            "O porto de Leixões foi encerrado na segunda-feira.",
            "É proibida a reprodução deste texto sem autorização do jornal.",
        ),
        (
            "de",
            "Der Hafen von Rostock wurde am Montag gesperrt.",
            "Jede Vervielfältigung ohne Zustimmung des Verlags ist untersagt.",
        ),
        (
            "pl",
            "Port w Gdyni został zamknięty w poniedziałek.",
            "Kopiowanie i przedruk tekstów bez zgody wydawcy są zabronione.",
        ),
        ("ru", "Порт в Выборге был закрыт в понедельник.", "Перепечатка материалов без согласия редакции запрещена."),
        ("uk", "Порт в Ізмаїлі було закрито в понеділок.", "Передрук наших текстів дозволено лише за згодою редакції."),
        ("ar", "أغلق ميناء طرطوس يوم الاثنين.", "لا يجوز لأي جهة إعادة نشر هذه المادة من دون إذن خطي."),
    ],
)
def test_a_copyright_notice_is_noise(language, story, notice):
    text = f"{story}\n{notice}"
    assert [(n.kind, text[n.start : n.end]) for n in tidy(text, language).noise] == [("boilerplate", notice)]


def test_material_that_is_spread_is_a_story():
    for text in (
        "Материалы дела, распространённые следствием, опровергла защита.",
        "Копирование подписей признал сам депутат.",
    ):
        assert tidy(text, "ru").noise == ()


def test_a_story_has_no_noise():
    for text in SENTENCES.values():
        assert tidy(text).noise == ()


def test_a_bio_of_scraps_at_the_end_is_noise_and_a_short_quotation_is_not():
    bio = "“Tea scholar. Proud zombie. Music evangelist. Problem solver.”"
    text = f"The talks ended.\n{bio}"
    assert [(n.kind, text[n.start : n.end]) for n in tidy(text).noise] == [("author_bio", bio)]
    assert tidy("The talks ended.\n“No. Never. Not now.”").noise == ()
