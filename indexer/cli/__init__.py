"""Commands on corpus, taxonomy and generations, and the options that every command shares."""
