"""What the sessions say of what they read back."""


def same(got, wanted):
    if got != wanted:
        raise AssertionError("got %r, wanted %r" % (got, wanted))


def refused(act, kind, word):
    try:
        act()
    except kind as error:
        if word not in str(error):
            raise AssertionError("%r is not in %s" % (word, error)) from error
        return
    raise AssertionError("was not refused: " + word)
