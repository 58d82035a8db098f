package words

import "slices"

// Distance tells how many letters have to be put in, taken out, changed, or swapped with the next
// to make one word of the other. It gives up when there are more than most, and then says one more.
func Distance(a, b string, most int) int {
	from, to := []rune(a), []rune(b)
	most = min(most, max(len(from), len(to)))
	if len(from)-len(to) > most || len(to)-len(from) > most {
		return most + 1
	}
	// Three rows of the usual table: the letters before the last, the last, and this one.
	earlier, last, row := make([]int, len(to)+1), make([]int, len(to)+1), make([]int, len(to)+1)
	for j := range last {
		last[j] = j
	}
	for i := range from {
		if fill(row, last, earlier, from[:i+1], to, most) > most {
			return most + 1
		}
		earlier, last, row = last, row, earlier
	}
	return min(last[len(to)], most+1)
}

// fill works out one row of the table, for the first letters of a word, and gives the least in it.
// What is further than most from the diagonal cannot matter, and is only fenced off.
func fill(row, last, earlier []int, from, to []rune, most int) int {
	i := len(from)
	row[0] = i
	left, right := max(1, i-most), min(len(to), i+most)
	if left > 1 {
		row[left-1] = most + 1
	}
	least := row[left-1]
	for j := left; j <= right; j++ {
		cost := 1
		if from[i-1] == to[j-1] {
			cost = 0
		}
		best := min(last[j-1]+cost, row[j-1]+1)
		if j < i+most {
			best = min(best, last[j]+1)
		}
		if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
			best = min(best, earlier[j-2]+1)
		}
		row[j], least = best, min(least, best)
	}
	return least
}

// skeletonBytes is how long the key of a word grows.
const skeletonBytes = 8

// Skeleton gives a short key that a word shares with most of its misspellings: its first sound,
// and its other consonants, each once and in the order of the alphabet, since vowels, doubled
// letters and the order of letters are what people get wrong.
func Skeleton(word string) string {
	sounds := sounds(bare(Fold(word)))
	if len(sounds) == 0 {
		return ""
	}
	rest := slices.DeleteFunc(slices.Clone(sounds[1:]), vowel)
	slices.Sort(rest)
	key := append(sounds[:1:1], slices.Compact(rest)...)
	if len(key) > skeletonBytes {
		key = key[:skeletonBytes]
	}
	return string(key)
}

// vowel tells whether a letter is a vowel, or as good as silent.
func vowel(r rune) bool {
	switch r {
	case 'a', 'e', 'i', 'o', 'u', 'y', 'h', 'w':
		return true
	}
	return false
}

// sounds writes a word with one letter for each sound that people spell in several ways.
func sounds(word string) []rune {
	var all []rune
	letters := []rune(word)
	for i, r := range letters {
		var next rune
		if i+1 < len(letters) {
			next = letters[i+1]
		}
		all = append(all, sound(r, next))
	}
	if len(all) > 0 && vowel(all[0]) && all[0] != 'h' && all[0] != 'w' {
		all[0] = 'a'
	}
	return all
}

func sound(r, next rune) rune {
	switch {
	case r == 'p' && next == 'h':
		return 'f'
	case r == 'c' && (next == 'e' || next == 'i' || next == 'y'), r == 'z':
		return 's'
	case r == 'c', r == 'q':
		return 'k'
	case r == 'j':
		return 'g'
	}
	return r
}
