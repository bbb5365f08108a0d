"""Dates: ten languages, weeks and intervals, feasts, tense told by the sentence, and no date where there is none."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.resolve.feasts import days, nowruz, persian_date
from tocsin.resolve.tense import lean
from tocsin.resolve.when import when

DAY = "2024-10-18"  # a Friday


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("en", "on Friday", "2024-10-18"), ("en", "last Friday", "2024-10-11"), ("en", "on Tuesday", "2024-10-15"), ("en", "yesterday", "2024-10-17"),
        ("en", "overnight", "2024-10-17/2024-10-18"), ("en", "last week", "2024-10-07/2024-10-13"), ("en", "three days ago", "2024-10-15"),
        ("en", "in March 2021", "2021-03"), ("en", "since 2019", "2019"), ("en", "on 5 May 2020", "2020-05-05"), ("en", "last December", "2023-12"),
        ("it", "lo scorso febbraio", "2024-02"), ("it", "mercoledì", "2024-10-16"), ("it", "ieri sera", "2024-10-17"), ("it", "due anni fa", "2022"),
        ("ru", "в понедельник", "2024-10-14"), ("ru", "в ночь на вторник", "2024-10-14/2024-10-15"), ("ru", "15 мая", "2024-05-15"), ("ru", "в прошлом году", "2023"),
        ("uk", "у п'ятницю", "2024-10-18"), ("uk", "учора", "2024-10-17"), ("uk", "минулого тижня", "2024-10-07/2024-10-13"), ("uk", "24 лютого 2022 року", "2022-02-24"),
        ("fr", "mardi", "2024-10-15"), ("fr", "il y a deux jours", "2024-10-16"), ("fr", "en août 2020", "2020-08"), ("fr", "la semaine dernière", "2024-10-07/2024-10-13"),
        ("es", "el miércoles", "2024-10-16"), ("es", "ayer", "2024-10-17"), ("es", "hace tres años", "2021"), ("es", "el mes pasado", "2024-09"),
        ("de", "am Montag", "2024-10-14"), ("de", "gestern", "2024-10-17"), ("de", "vor zwei Tagen", "2024-10-16"), ("de", "im vergangenen Jahr", "2023"),
        ("pl", "w czwartek", "2024-10-17"), ("pl", "wczoraj", "2024-10-17"), ("pl", "w zeszłym tygodniu", "2024-10-07/2024-10-13"), ("pl", "1 września 1939 r.", "1939-09-01"),
        ("pt", "na quinta-feira", "2024-10-17"), ("pt", "ontem", "2024-10-17"), ("pt", "há dois dias", "2024-10-16"), ("pt", "no mês passado", "2024-09"),
        ("ar", "أمس", "2024-10-17"), ("ar", "يوم الثلاثاء", "2024-10-15"), ("ar", "الأسبوع الماضي", "2024-10-07/2024-10-13"), ("ar", "عام 2019", "2019"), ("ar", "٥ مايو ٢٠٢٠", "2020-05-05"),
    ],
)  # fmt: skip
def test_what_lies_behind(language, words, value):
    assert when(words, language, DAY) == value


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [("en", "next week", "2024-10-21/2024-10-27"), ("en", "on Monday", "2024-10-21"), ("it", "sabato", "2024-10-19"), ("de", "am kommenden Freitag", "2024-10-25"),
     ("fr", "dans trois jours", "2024-10-21"), ("es", "el próximo año", "2025"), ("ru", "завтра", "2024-10-19"), ("ar", "الأسبوع المقبل", "2024-10-21/2024-10-27")],
)  # fmt: skip
def test_what_lies_ahead(language, words, value):
    assert when(words, language, DAY, ahead=True) == value


@pytest.mark.parametrize(
    ("language", "words"),
    [("it", "Mar Nero"), ("it", "3 missili"), ("en", "some time"), ("en", "recently"), ("en", "31 February 2020")],
)
def test_no_date_where_there_is_none(language, words):
    assert when(words, language, DAY) is None


def test_without_a_day_of_publication_relative_words_stay_open():
    assert when("yesterday", "en", None) is None
    assert when("5 May 2020", "en", None) == "2020-05-05"
    assert when("yesterday", "en", "2024-05-17T23:30:00+02:00") == "2024-05-16"


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("de", "am kommenden Freitag", "2024-10-25"), ("de", "vergangenen Freitag", "2024-10-11"), ("de", "seit Freitag", "2024-10-18"),
        ("de", "seit Mittwoch", "2024-10-16/2024-10-18"), ("de", "am 24. Februar 2022", "2022-02-24"), ("de", "24.02.2022", "2022-02-24"),
        ("de", "Anfang März", "2024-03"), ("de", "in der Nacht zum Dienstag", "2024-10-14/2024-10-15"),
        ("de", "in der Nacht auf Dienstag", "2024-10-14/2024-10-15"), ("de", "in der Nacht von Montag auf Dienstag", "2024-10-14/2024-10-15"),
        ("de", "in der Nacht", "2024-10-17/2024-10-18"), ("de", "heute Nacht", "2024-10-17/2024-10-18"), ("de", "heute Morgen", "2024-10-18"),
        ("de", "gestern Abend", "2024-10-17"), ("de", "morgen", "2024-10-19"), ("de", "übermorgen", "2024-10-20"), ("de", "vorgestern", "2024-10-16"),
        ("de", "am Wochenende", "2024-10-12/2024-10-13"), ("de", "vergangene Woche", "2024-10-07/2024-10-13"),
        ("de", "nächste Woche", "2024-10-21/2024-10-27"), ("de", "in dieser Woche", "2024-10-14/2024-10-20"), ("de", "vor drei Tagen", "2024-10-15"),
        ("de", "vor zwei Wochen", "2024-10-04"), ("de", "vor einem Jahr", "2023"), ("de", "vor drei Monaten", "2024-07"),
        ("de", "in drei Wochen", "2024-11-08"), ("de", "im vergangenen Jahr", "2023"), ("de", "im Vorjahr", "2023"), ("de", "vorletztes Jahr", "2022"),
        ("de", "seit drei Tagen", "2024-10-15/2024-10-18"), ("de", "in den vergangenen zwei Wochen", "2024-10-04/2024-10-18"),
        ("de", "in den letzten 24 Stunden", "2024-10-17/2024-10-18"), ("de", "bis Ende des Monats", "2024-10-31"),
        ("de", "bis Jahresende", "2024-12-31"), ("de", "bis zum 1. März", "2025-03-01"), ("de", "bis Freitag", "2024-10-18"),
        ("de", "vom 3. bis 7. Mai", "2024-05-03/2024-05-07"), ("de", "zwischen Montag und Mittwoch", "2024-10-14/2024-10-16"),
        ("de", "von Januar bis März", "2024-01/2024-03"), ("de", "zwischen 2014 und 2016", "2014/2016"),
        ("de", "im letzten Sommer", "2024-06/2024-08"), ("de", "im Herbst 2021", "2021-09/2021-11"), ("de", "im Frühjahr", "2024-03/2024-05"),
        ("de", "im zweiten Quartal", "2024-04/2024-06"), ("de", "im ersten Halbjahr 2024", "2024-01/2024-06"),
        ("de", "in den neunziger Jahren", "1990/1999"), ("de", "in den 1990er-Jahren", "1990/1999"), ("de", "in den 90er Jahren", "1990/1999"),
        ("de", "Karfreitag", "2024-03-29"), ("de", "an Heiligabend", "2023-12-24"), ("de", "Silvester", "2023-12-31"),
        ("de", "am Tag der Deutschen Einheit", "2024-10-03"), ("de", "an Pfingsten", "2024-05-19"),
        ("de", "während des Ramadan", "2024-03-11/2024-04-09"), ("de", "zum orthodoxen Osterfest", "2024-05-05"),
        ("de", "am ersten Mai", "2024-05-01"), ("de", "Donnerstagabend", "2024-10-17"), ("de", "am Freitagmorgen", "2024-10-18"),
        ("de", "am Sonnabend", "2024-10-12"), ("de", "Mitte August", "2024-08"), ("de", "am 12. dieses Monats", "2024-10-12"), ("de", "heuer", "2024"),
        ("de", "Anfang kommender Woche", "2024-10-21/2024-10-27"), ("de", "in zwei Tagen", "2024-10-20"), ("de", "Ende September", "2024-09"),
        ("pl", "w poniedziałek", "2024-10-14"), ("pl", "w ubiegły piątek", "2024-10-11"), ("pl", "w przyszły wtorek", "2024-10-22"),
        ("pl", "od soboty", "2024-10-12/2024-10-18"), ("pl", "24 lutego 2022 r.", "2022-02-24"), ("pl", "24 lutego 2022 roku", "2022-02-24"),
        ("pl", "24.02.2022", "2022-02-24"), ("pl", "1 maja", "2024-05-01"), ("pl", "w nocy z poniedziałku na wtorek", "2024-10-14/2024-10-15"),
        ("pl", "w nocy na wtorek", "2024-10-14/2024-10-15"), ("pl", "w nocy", "2024-10-17/2024-10-18"),
        ("pl", "minionej nocy", "2024-10-17/2024-10-18"), ("pl", "wczoraj wieczorem", "2024-10-17"), ("pl", "dziś rano", "2024-10-18"),
        ("pl", "jutro", "2024-10-19"), ("pl", "pojutrze", "2024-10-20"), ("pl", "przedwczoraj", "2024-10-16"),
        ("pl", "w weekend", "2024-10-12/2024-10-13"), ("pl", "w zeszłym tygodniu", "2024-10-07/2024-10-13"),
        ("pl", "w przyszłym tygodniu", "2024-10-21/2024-10-27"), ("pl", "w tym tygodniu", "2024-10-14/2024-10-20"),
        ("pl", "trzy dni temu", "2024-10-15"), ("pl", "dwa tygodnie temu", "2024-10-04"), ("pl", "tydzień temu", "2024-10-11"),
        ("pl", "rok temu", "2023"), ("pl", "przed rokiem", "2023"), ("pl", "trzy miesiące temu", "2024-07"), ("pl", "za trzy tygodnie", "2024-11-08"),
        ("pl", "za tydzień", "2024-10-25"), ("pl", "w ubiegłym roku", "2023"), ("pl", "w przyszłym miesiącu", "2024-11"),
        ("pl", "od trzech dni", "2024-10-15/2024-10-18"), ("pl", "w ciągu ostatnich dwóch tygodni", "2024-10-04/2024-10-18"),
        ("pl", "w ciągu ostatniej doby", "2024-10-17/2024-10-18"), ("pl", "do końca miesiąca", "2024-10-31"), ("pl", "do końca roku", "2024-12-31"),
        ("pl", "do 1 marca", "2025-03-01"), ("pl", "do piątku", "2024-10-18"), ("pl", "od 3 do 7 maja", "2024-05-03/2024-05-07"),
        ("pl", "między poniedziałkiem a środą", "2024-10-14/2024-10-16"), ("pl", "od stycznia do marca", "2024-01/2024-03"),
        ("pl", "w latach 2014-2016", "2014/2016"), ("pl", "w latach dziewięćdziesiątych", "1990/1999"), ("pl", "w latach 90.", "1990/1999"),
        ("pl", "zeszłego lata", "2024-06/2024-08"), ("pl", "jesienią 2021 r.", "2021-09/2021-11"), ("pl", "tej zimy", "2024-12/2025-02"),
        ("pl", "w drugim kwartale", "2024-04/2024-06"), ("pl", "w pierwszej połowie 2024 roku", "2024-01/2024-06"),
        ("pl", "w pierwszym półroczu 2024 r.", "2024-01/2024-06"), ("pl", "w Wielki Piątek", "2024-03-29"), ("pl", "w Wigilię", "2023-12-24"),
        ("pl", "w sylwestra", "2023-12-31"), ("pl", "w Boże Narodzenie", "2023-12-25"), ("pl", "w Trzech Króli", "2024-01-06"),
        ("pl", "podczas ramadanu", "2024-03-11/2024-04-09"), ("pl", "pierwszego maja", "2024-05-01"),
        ("pl", "dwudziestego czwartego sierpnia", "2024-08-24"), ("pl", "w marcu", "2024-03"), ("pl", "na początku marca", "2024-03"),
        ("pl", "w 2019 roku", "2019"), ("pl", "12 bm.", "2024-10-12"), ("pl", "12 tego miesiąca", "2024-10-12"),
        ("pl", "od 2014 do 2016", "2014/2016"), ("pl", "lutego", "2024-02"), ("pl", "w połowie sierpnia", "2024-08"),
        ("pl", "najbliższej niedzieli", "2024-10-20"), ("pl", "poprzedniego dnia", "2024-10-17"),
        ("pt", "na segunda-feira", "2024-10-14"), ("pt", "na sexta-feira passada", "2024-10-11"), ("pt", "na próxima terça", "2024-10-22"),
        ("pt", "desde sábado", "2024-10-12/2024-10-18"), ("pt", "24 de fevereiro de 2022", "2022-02-24"), ("pt", "24/02/2022", "2022-02-24"),
        ("pt", "1º de maio", "2024-05-01"), ("pt", "1.º de maio", "2024-05-01"),
        ("pt", "na noite de segunda para terça-feira", "2024-10-14/2024-10-15"), ("pt", "na noite de segunda-feira", "2024-10-14"),
        ("pt", "na madrugada de terça-feira", "2024-10-15"), ("pt", "esta madrugada", "2024-10-18"), ("pt", "ontem à noite", "2024-10-17"),
        ("pt", "hoje de manhã", "2024-10-18"), ("pt", "amanhã", "2024-10-19"), ("pt", "depois de amanhã", "2024-10-20"),
        ("pt", "anteontem", "2024-10-16"), ("pt", "no fim de semana", "2024-10-12/2024-10-13"), ("pt", "na semana passada", "2024-10-07/2024-10-13"),
        ("pt", "na próxima semana", "2024-10-21/2024-10-27"), ("pt", "na semana que vem", "2024-10-21/2024-10-27"),
        ("pt", "nesta semana", "2024-10-14/2024-10-20"), ("pt", "há três dias", "2024-10-15"), ("pt", "três dias atrás", "2024-10-15"),
        ("pt", "há duas semanas", "2024-10-04"), ("pt", "há um ano", "2023"), ("pt", "há três meses", "2024-07"),
        ("pt", "dentro de três semanas", "2024-11-08"), ("pt", "daqui a dez dias", "2024-10-28"), ("pt", "no ano passado", "2023"),
        ("pt", "no mês que vem", "2024-11"), ("pt", "nas últimas duas semanas", "2024-10-04/2024-10-18"),
        ("pt", "nas últimas 24 horas", "2024-10-17/2024-10-18"), ("pt", "até ao fim do mês", "2024-10-31"), ("pt", "até o final do ano", "2024-12-31"),
        ("pt", "até 1 de março", "2025-03-01"), ("pt", "até sexta-feira", "2024-10-18"), ("pt", "de 3 a 7 de maio", "2024-05-03/2024-05-07"),
        ("pt", "entre segunda e quarta-feira", "2024-10-14/2024-10-16"), ("pt", "de janeiro a março", "2024-01/2024-03"),
        ("pt", "de 2014 a 2016", "2014/2016"), ("pt", "nos anos 90", "1990/1999"), ("pt", "nos anos noventa", "1990/1999"),
        ("pt", "na década de 1990", "1990/1999"), ("pt", "no verão passado", "2024-06/2024-08"), ("pt", "na primavera de 2021", "2021-03/2021-05"),
        ("pt", "no segundo trimestre", "2024-04/2024-06"), ("pt", "no primeiro semestre de 2024", "2024-01/2024-06"),
        ("pt", "na Sexta-feira Santa", "2024-03-29"), ("pt", "no dia de Natal", "2023-12-25"), ("pt", "na véspera de Natal", "2023-12-24"),
        ("pt", "no Dia de Portugal", "2024-06-10"), ("pt", "durante o Ramadão", "2024-03-11/2024-04-09"),
        ("pt", "durante o Ramadã", "2024-03-11/2024-04-09"), ("pt", "no próximo dia 25", "2024-10-25"), ("pt", "no dia 15", "2024-10-15"),
        ("pt", "primeiro de maio", "2024-05-01"), ("pt", "vinte e quatro de agosto", "2024-08-24"), ("pt", "em março", "2024-03"),
        ("pt", "no início de março", "2024-03"), ("pt", "em 2019", "2019"), ("pt", "desde há três dias", "2024-10-15/2024-10-18"),
        ("pt", "a 5 de outubro", "2024-10-05"),
        ("ar", "يوم الاثنين", "2024-10-14"), ("ar", "الجمعة الماضية", "2024-10-11"), ("ar", "الثلاثاء المقبل", "2024-10-22"),
        ("ar", "منذ السبت", "2024-10-12/2024-10-18"), ("ar", "24 فبراير 2022", "2022-02-24"), ("ar", "24 فبراير/شباط 2022", "2022-02-24"),
        ("ar", "٢٤ شباط ٢٠٢٢", "2022-02-24"), ("ar", "24/02/2022", "2022-02-24"), ("ar", "الأول من مايو", "2024-05-01"),
        ("ar", "ليل الاثنين الثلاثاء", "2024-10-14/2024-10-15"), ("ar", "ليلا", "2024-10-17/2024-10-18"),
        ("ar", "الليلة الماضية", "2024-10-17/2024-10-18"), ("ar", "مساء أمس", "2024-10-17"), ("ar", "صباح اليوم", "2024-10-18"),
        ("ar", "غدا", "2024-10-19"), ("ar", "بعد غد", "2024-10-20"), ("ar", "أول أمس", "2024-10-16"), ("ar", "أول من أمس", "2024-10-16"),
        ("ar", "غدا الثلاثاء", "2024-10-19"), ("ar", "اليوم الجمعة", "2024-10-18"), ("ar", "نهاية الأسبوع", "2024-10-12/2024-10-13"),
        ("ar", "الأسبوع الماضي", "2024-10-07/2024-10-13"), ("ar", "الأسبوع المقبل", "2024-10-21/2024-10-27"),
        ("ar", "هذا الأسبوع", "2024-10-14/2024-10-20"), ("ar", "قبل ثلاثة أيام", "2024-10-15"), ("ar", "قبل يومين", "2024-10-16"),
        ("ar", "قبل أسبوعين", "2024-10-04"), ("ar", "قبل أسبوع", "2024-10-11"), ("ar", "قبل عام", "2023"), ("ar", "قبل ثلاثة أشهر", "2024-07"),
        ("ar", "بعد ثلاثة أسابيع", "2024-11-08"), ("ar", "العام الماضي", "2023"), ("ar", "الشهر المقبل", "2024-11"), ("ar", "الشهر الماضي", "2024-09"),
        ("ar", "منذ ثلاثة أيام", "2024-10-15/2024-10-18"), ("ar", "خلال الأسبوعين الماضيين", "2024-10-04/2024-10-18"),
        ("ar", "خلال الساعات الـ24 الماضية", "2024-10-17/2024-10-18"), ("ar", "خلال الـ24 ساعة الماضية", "2024-10-17/2024-10-18"),
        ("ar", "حتى نهاية الشهر", "2024-10-31"), ("ar", "بحلول نهاية العام", "2024-12-31"), ("ar", "بحلول الأول من مارس", "2025-03-01"),
        ("ar", "قبل الجمعة", "2024-10-18"), ("ar", "من 3 إلى 7 مايو", "2024-05-03/2024-05-07"),
        ("ar", "بين الاثنين والأربعاء", "2024-10-14/2024-10-16"), ("ar", "من يناير إلى مارس", "2024-01/2024-03"),
        ("ar", "بين عامي 2014 و2016", "2014/2016"), ("ar", "في تسعينيات القرن الماضي", "1990/1999"), ("ar", "الصيف الماضي", "2024-06/2024-08"),
        ("ar", "خريف عام 2021", "2021-09/2021-11"), ("ar", "في الربع الثاني من 2022", "2022-04/2022-06"), ("ar", "في الربيع", "2024-03/2024-05"),
        ("ar", "النصف الأول من عام 2024", "2024-01/2024-06"), ("ar", "عيد الميلاد", "2023-12-25"), ("ar", "عيد الفطر", "2024-04-10"),
        ("ar", "خلال شهر رمضان", "2024-03-11/2024-04-09"), ("ar", "عيد الأضحى 2023", "2023-06-28"), ("ar", "15 رمضان 1445", "2024-03-25"),
        ("ar", "في مارس آذار 2015", "2015-03"), ("ar", "في كانون الثاني", "2024-01"), ("ar", "13 و14 نوفمبر", "2024-11-13/2024-11-14"),
        ("ar", "عام 2019", "2019"), ("ar", "في سبتمبر أيلول المقبل", "2025-09"), ("ar", "الساعة 5 مساء الاثنين", "2024-10-14"),
        ("ar", "مطلع مارس", "2024-03"), ("ar", "منتصف أغسطس", "2024-08"), ("ar", "فجر الثلاثاء", "2024-10-15"), ("ar", "أمس الخميس", "2024-10-17"),
        ("ar", "أواخر أيلول", "2024-09"),
    ],
)  # fmt: skip
def test_languages_without_a_table_of_others(language, words, value):
    assert when(words, language, DAY) == value


@pytest.mark.parametrize(
    ("language", "words", "value", "sentence"),
    [
        ("de", "am 13.4.", "2024-04-13", "Er kam am 13.4. nach Berlin."),
        ("de", "Donnerstag", "2024-10-24", "Der Bundestag stimmt am kommenden Donnerstag ab."),
        ("de", "am Dienstag", "2024-10-22", "Die Außenminister werden am Dienstag in Brüssel beraten."),
        ("de", "am Dienstag", "2024-10-15", "Bei einem Angriff am Dienstag wurden drei Menschen getötet."),
        ("de", "im November", "2024-11", "Die Wahl soll im November stattfinden."),
        ("pl", "we wtorek", "2024-10-22", "Ministrowie spotkają się we wtorek w Brukseli."),
        ("pl", "we wtorek", "2024-10-15", "We wtorek w ataku zginęło trzech żołnierzy."),
        ("pl", "w listopadzie", "2024-11", "Wybory odbędą się w listopadzie."),
        ("pt", "25 de Abril", "2024-04-25", "Milhares desfilaram em Lisboa no 25 de Abril."),
        ("pt", "na terça-feira", "2024-10-22", "Os ministros reunir-se-ão na terça-feira em Bruxelas."),
        ("pt", "na terça-feira", "2024-10-15", "Três pessoas morreram na terça-feira num ataque."),
        ("pt", "em novembro", "2024-11", "As eleições vão realizar-se em novembro."),
        ("ar", "الثلاثاء", "2024-10-22", "ومن المقرر أن يلتقي الوزراء الثلاثاء في بروكسل."),
        ("ar", "الثلاثاء", "2024-10-15", "قتل ثلاثة جنود الثلاثاء في هجوم."),
        ("ar", "في نوفمبر", "2024-11", "ستجرى الانتخابات في نوفمبر."),
    ],
)  # fmt: skip
def test_the_sentence_tells_what_lies_ahead_and_behind(language, words, value, sentence):
    assert when(words, language, DAY, sentence=sentence) == value


@pytest.mark.parametrize(
    ("language", "words", "sentence"),
    [
        ("de", "Mai", "Die Schriften von Karl Mai liegen im Archiv."),
        ("de", "Freitag", "Minister Freitag wies die Kritik zurück."),
        ("de", "17. November", "Ein Mitglied der Gruppe 17. November kehrte nicht zurück."),
        ("de", "1987", "Die Behörde erklärte 1987 Stimmzettel für ungültig."),
        ("de", "17. Juni", "Die Polizei sperrte die Straße des 17. Juni."),
        ("pl", "3 Maja", "Demonstranci zebrali się na ulicy 3 Maja."),
        ("pl", "Maja", "Rzeczniczka Maja Nowak odmówiła komentarza."),
        ("pl", "Marzec", "Poseł Jan Marzec zrezygnował."),
        ("pt", "25 de Abril", "A ponte 25 de Abril foi cortada."),
        ("pt", "Março", "O deputado João Março pediu desculpa."),
        ("pt", "segundo", "Um segundo míssil caiu."),
        ("ar", "6 أكتوبر", "تظاهر العمال في مدينة 6 أكتوبر غرب القاهرة."),
        ("ar", "17 نوفمبر", "فر عضو في جماعة 17 نوفمبر من السجن."),
    ],
)  # fmt: skip
def test_names_counts_and_streets_are_no_dates(language, words, sentence):
    assert when(words, language, DAY, sentence=sentence) is None


@pytest.mark.parametrize(
    ("feast", "year", "day"),
    [("yom_kippur", 2019, "2019-10-09"), ("rosh_hashanah", 2024, "2024-10-03"), ("passover", 2024, "2024-04-23"), ("passover", 2023, "2023-04-06"), ("hanukkah", 2023, "2023-12-08"),
     ("hanukkah", 2024, "2024-12-26"), ("purim", 2024, "2024-03-24"), ("eid_fitr", 2023, "2023-04-21"), ("orthodox_easter", 2021, "2021-05-02"), ("thanksgiving", 2022, "2022-11-24"),
     ("whit_monday", 2023, "2023-05-29"), ("christmas_uk", 2022, "2022-01-07"), ("christmas_uk", 2024, "2024-12-25")],
)  # fmt: skip
def test_feasts_fall_where_calendars_have_them(feast, year, day):
    assert days(feast, year)[0][0].isoformat() == day


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [("en", "late last month", "2024-09"), ("en", "half a year ago", "2024-04"), ("en", "in the early hours of Sunday", "2024-10-13"), ("en", "the night of 24-25 June", "2024-06-24/2024-06-25"),
     ("en", "over the next two weeks", "2024-10-18/2024-11-01"), ("it", "entro 48 ore", "2024-10-20"), ("it", "negli ultimi tre mesi", "2024-07/2024-10"), ("fr", "il y a sept jours", "2024-10-11"),
     ("fr", "d'ici la fin de l'année", "2024-12-31"), ("es", "en los próximos tres días", "2024-10-18/2024-10-21"), ("es", "la década de 1980", "1980/1989"), ("ru", "в октябре прошлого года", "2023-10"),
     ("ru", "с понедельника", "2024-10-14/2024-10-18"), ("ru", "в течение трёх дней", "2024-10-15/2024-10-18"), ("uk", "упродовж доби", "2024-10-17/2024-10-18"), ("uk", "пів року тому", "2024-04")],
)  # fmt: skip
def test_spans_ends_and_halves(language, words, value):
    assert when(words, language, DAY) == value


def test_persian_days():
    assert [nowruz(y).isoformat() for y in (2016, 2021, 2024, 2029)] == ["2016-03-20", "2021-03-21", "2024-03-20", "2029-03-20"]
    assert persian_date(1357, 11, 22) == "1979-02-11"
    assert when("22 Bahman 1357", "en", None) == "1979-02-11"


def test_a_feast_can_fall_twice_in_a_year():
    assert len(days("ramadan", 2030)) == 2


def test_a_date_without_a_year_is_the_nearest_unless_the_act_surely_lies_ahead():
    assert when("14 January", "en", "2024-01-06") == "2024-01-14"
    assert when("14 January", "en", "2024-01-20", sentence="They will be paid as of 14 January.") == "2024-01-14"
    assert when("14 January", "en", "2024-01-20", ahead=True) == "2025-01-14"


def test_a_weekday_beside_a_date_tells_the_year():
    assert when("Saturday, April 25", "en", "1998-04-24") == "1998-04-25"


def test_the_words_beside_the_span_count():
    assert when("Friday", "en", DAY, sentence="The border stays shut until Friday.") == "2024-10-18"
    assert when("lundi", "fr", DAY, sentence="Ils sont en grève depuis lundi.") == "2024-10-14/2024-10-18"
    assert when("venerdì", "it", DAY, sentence="La nave fu fermata venerdì scorso.") == "2024-10-11"


def test_the_nearest_mark_of_tense_decides():
    text = "He said on Monday that the army will attack on Friday."
    assert lean(text, text.index("on Monday"), text.index(" that"), "en") == -1
    assert lean(text, text.index("on Friday"), len(text) - 1, "en") == 1
    assert lean("nothing here", 0, 7, "en") == 0
    assert lean("なにもない", 0, 2, "ja") == 0


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=40),
    st.sampled_from(["en", "it", "fr", "es", "pt", "de", "pl", "ru", "uk", "ar", "xx"]),
    st.text(max_size=40),
)
def test_any_text_is_read_without_fault(words, language, rest):
    when(words, language, DAY, sentence=f"{rest} {words} {rest}")
    when(words, language, None)


def test_quick_enough_for_a_day_of_news():
    spans = [
        ("on Friday", "en"),
        ("il 24 febbraio 2022", "it"),
        ("в ночь на вторник", "ru"),
        ("за останні два тижні", "uk"),
        ("vor drei Tagen", "de"),
    ]
    for words, language in spans:
        when(words, language, DAY)
    start = time.perf_counter()
    for _ in range(200):
        for words, language in spans:
            when(words, language, DAY)
    assert time.perf_counter() - start < 1  # 1,000 spans; about a twentieth of that on one quiet core


@pytest.mark.parametrize(
    ("language", "words", "sentence", "value"),
    [
        ("pt", "quarta", "A quarta ponte foi fechada ao trânsito.", None),
        ("pt", "quarta", "O ministro chegará na quarta a Luanda.", "2024-05-15"),
        ("pt", "2ª feira", "O acordo foi assinado na 2ª feira.", "2024-05-13"),
        ("pl", "13 ub. m.", "Układ podpisano 13 ub. m. w Rzymie.", "2024-04-13"),
        ("pl", "w czwartek", "Delegacja przyleci w czwartek.", "2024-05-16"),
        ("de", "übernächste Woche", "Die Gespräche beginnen übernächste Woche.", "2024-05-27/2024-06-02"),
        ("de", "Winter 2021/22", "Im Winter 2021/22 froren die Häfen zu.", "2021-12/2022-02"),
        ("ar", "في الرابع عشر من مايو", "بدأت المحادثات في الرابع عشر من مايو.", "2024-05-14"),
        ("en", "24/7", "The hotline is open 24/7.", None),
        ("pl", "900 m", "Dron leciał na wysokości 900 m.", None),
    ],
)
def test_what_the_tables_of_other_hands_taught(language, words, sentence, value):
    assert when(words, language, "2024-05-14", sentence=sentence) == value
