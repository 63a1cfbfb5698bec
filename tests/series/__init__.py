"""Real feeds over time, replayed through the real program, and judged by what it publishes.

A series of ../shared/corpus/series is served capture by capture over loopback, polled by the
real worker, with a restart of the service in the middle. What came of it is read from the
published channel alone.

The truth is found without the program's own notion of identity:

- A capture is read by feedparser, from its bytes and an address (a JSON Feed: as JSON).
- A capture is *sound* if it is a well-formed feed with entries. One that is empty, no feed or
  without entries says nothing. One that is not well-formed (cut off, loosely parsed) is
  *doubtful*: its entries count only where they are articles of some sound capture, earlier or
  later, and they neither make articles nor edit them.
- Entries of one capture that agree in id, link, title and text are one entry.
- An entry is an article of an earlier sound capture by the first of these that holds, each
  tried for all entries before the next; an article is one entry at most of a capture:
  (1) its id, (2) its link, (3) title and date, (4) date and the first 120 letters of the
  text, be they none, (5) its title. Each counts only if it is there and no other entry of the
  capture has it too. (1) to (4) look at every earlier sighting, however old. (2) asks that the
  titles or the first 120 letters of the texts are the same if the ids differ: a link blog may
  point to one page twice, in two posts. (5) asks that the article was in the last sound capture
  and is gone from this one, or that neither id nor link tell the entries apart.
- Else it is a new article.
- An article is *edited* if its title or text differs from the last sound sighting, markup and
  white space aside. Other links or enclosures alone make it *touched*: whether that shows
  outside is left open.
- A capture is *calm* if it has no new, edited or touched article and, if it is sound, its feed
  says of itself what the last sound one said (title, link, subtitle, authors, image, rights,
  language), which every published entry repeats. Order, absence, return, dates and counters
  are no change; nor is a capture that says nothing, nor a doubtful one whose entries were all
  known before.
- A loose parser turns a doubly escaped `&` of a link into `&amp`: in doubtful captures that is
  undone before links are compared.

A published id belongs to the article that its item resembles most: title, text and address
count, the upstream's id breaks ties, and an id stays with its article unless another is
plainly closer.

`python -m tests.series [NAME...]` prints the figures and every deviation.
"""
