package index

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"commonroom/models/db"
	"commonroom/models/words"
)

// Common is the number of texts from which a word's are no longer counted: it is simply common, and
// counting on would write to the disk for nothing.
const Common = 50

// Bounds of a word worth remembering, in letters: shorter ones complete to anything, longer ones
// are no words.
const (
	ShortestWord = 3
	longestWord  = 30
)

// learn adds to the words that people here use: docs says how many texts have each.
func learn(ctx context.Context, tx *db.Tx, docs map[string]int) error {
	var worth []string
	for word := range docs {
		if Memorable(word) {
			worth = append(worth, word)
		}
	}
	if len(worth) == 0 {
		return nil
	}
	list, err := db.JSON(worth)
	if err != nil {
		return err
	}
	rare, err := db.Values[string](ctx, tx, `
		SELECT x.value
		FROM `+db.Each(tx, 1)+` x
		LEFT JOIN search_words w ON w.word = x.value
		WHERE w.word IS NULL OR w.docs < $2`, list, Common)
	if err != nil {
		return err
	}
	for _, word := range rare {
		if err := remember(ctx, tx, word, docs[word]); err != nil {
			return err
		}
	}
	return nil
}

func remember(ctx context.Context, tx *db.Tx, word string, docs int) error {
	_, err := db.Exec(ctx, tx, `
		INSERT INTO search_words (word, stem, skeleton, docs) VALUES ($1, $2, $3, $4)
		ON CONFLICT (word) DO UPDATE SET docs = search_words.docs + excluded.docs`,
		word, words.Stem(word), words.Skeleton(word), docs)
	return err
}

// Memorable tells whether a word can be one that somebody means to type again.
func Memorable(word string) bool {
	n := utf8.RuneCountInString(word)
	return ShortestWord <= n && n <= longestWord && !strings.ContainsFunc(word, func(r rune) bool {
		return !unicode.IsLetter(r) && r != '&'
	})
}
