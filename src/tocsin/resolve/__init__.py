"""Who, where and when: words of an article to countries, sectors, places and ISO dates, from offline tables. Each module is imported by its own name:
whoever asks only whose an outlet is need not wait for the gazetteer."""
