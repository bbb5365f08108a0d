"""What the weights of stories are learned by."""

import numpy as np

from tests.desk.test_stories import AGAIN, CHEESE, SHELLED, article
from tocsin.store import Made
from training.stories import learned, logistic, online


def test_a_logistic_regression_finds_which_way_a_feature_points():
    x = np.array([[0.1, 1.0], [0.2, 0.0], [0.8, 1.0], [0.9, 0.0]] * 20)
    w = logistic(x, np.array([0.0, 0.0, 1.0, 1.0] * 20))
    assert w[0] > 3 and abs(w[1]) < 1 and w[2] < 0


def test_an_article_joins_the_cluster_that_it_fits_best_and_else_opens_one():
    pairs = np.array([[0.0, 0, 0, 0], [2, 0, 0, 0], [-3, -1, 0, 0], [1, 1, 3, 0]])
    assert online(pairs, lambda i, j: 0.0) == [0, 0, 1, 1]
    assert online(pairs, lambda i, j: -9.0) == [0, 1, 2, 3]


def test_words_in_common_speak_for_one_happening():
    gold = [
        (Made(article(n, t)), s)
        for n, (t, s) in enumerate([(SHELLED, "a"), (AGAIN, "a"), (CHEESE, "b"), (CHEESE + "Orn rejoiced.", "b")] * 3)
    ]
    w = learned(gold, ("words", "lead", "names"))
    assert w.bags["words"] > 1 and w.bias < 0
