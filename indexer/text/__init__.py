"""From bytes to words: decoding, the normal form, the segmenter and its dictionary, pinyin."""
