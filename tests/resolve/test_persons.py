"""A person's name out of a mention with titles, in English letters."""

import pytest

from tocsin.resolve.persons import person_name


@pytest.mark.parametrize(
    ("mention", "language", "name"),
    [
        ("Il ministro della Difesa serbo, Goran Petrovic", "it", "Goran Petrovic"),
        ("Deputy Foreign Minister Hamid Rostami", "en", "Hamid Rostami"),
        ("Senior Colonel Ma Jianguo", "en", "Ma Jianguo"),
        ("Lin Yu-chen, an analyst at a university", "en", "Lin Yu-chen"),
        ("Außenministerin Anna von Rehn", "de", "Anna von Rehn"),
        ("el general Mourad bin Slimane", "es", "Mourad bin Slimane"),
        ("помощник президента Аркадий Вершинин", "ru", "Arkady Vershinin"),
        ("Евгений Елисеев", "ru", "Yevgeny Yeliseyev"),
        ("Володимир Зеленський", "uk", "Volodymyr Zelensky"),
        ("Юлія Гриценко", "uk", "Yuliia Hrytsenko"),
        ("Il ministro degli Esteri Paolo Verdi", "it", "Paolo Verdi"),
        ("Polens Vize-Innenminister Jan Nowak", "de", "Jan Nowak"),
        ("Frankfurter Stadträtin Claudia Weiß", "de", "Claudia Weiß"),
        ("МИД РФ Аркадий Зорин", "ru", "Arkady Zorin"), ("Мер Перемишля Іван Кравець", "uk", "Ivan Kravets"), ("Michael Jordan", "en", "Michael Jordan"),
        ("the president", "en", None), ("Petrovic", "it", None), ("عبد الكريم", "ar", None), ("un funzionario", "it", None),
    ],
)  # fmt: skip
def test_names_and_no_titles(mention, language, name):
    assert person_name(mention, language) == name
