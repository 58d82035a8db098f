package discuss

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/markdown"
	"commonroom/models/member"
	"commonroom/models/space"
)

// Quote writes the post as an answer to it quotes it: a first paragraph that says who wrote it and
// leads to where, then the words, without what they quote themselves.
func (p Post) Quote() string {
	head := fmt.Sprintf("> **%s** in [post %d](/posts/%d):", markdown.Plainly(p.Author.Name), p.Number, p.ID)
	return strings.TrimRight(head+"\n>\n"+markdown.Quote(p.Body), "\n> ")
}

// CanQuote tells why by may not quote the post; nil if they may. A quotation is an answer.
func (p Placed) CanQuote(by member.Member) error {
	switch err := p.Thread.CanReply(by); {
	case err != nil:
		return err
	case p.Post.Hidden, p.Post.Withdrawn:
		return models.Forbidden("The words of this post are gone, so they cannot be quoted.")
	}
	return nil
}

var (
	quotedLine = regexp.MustCompile(`(?m)^[ \t]*>.*$`)
	postLink   = regexp.MustCompile(`/posts/([1-9][0-9]{0,17})\b`)
)

// maxQuoted is how many posts one text may quote: more is a collection of what others said.
const maxQuoted = 50

// MayQuote tells why a text may not stand in a space for what it quotes; nil if it may. What was
// said among a few may be used elsewhere, but not who said it: a quotation, which names its author
// and leads to the post, stays where no more people read it than where it comes from. It is asked
// only of posts that by may read, so that its answer tells nobody of others.
func MayQuote(ctx context.Context, tx *db.Tx, by member.Member, in space.Space, field, source string) error {
	ids := quotedPosts(source)
	switch {
	case len(ids) == 0:
		return nil
	case len(ids) > maxQuoted:
		return models.Invalid(field, fmt.Sprintf("Quote at most %d posts in one text.", maxQuoted))
	}
	list, err := db.JSON(ids)
	if err != nil {
		return err
	}
	leaks, err := db.Value[bool](ctx, tx, `
		SELECT EXISTS (
			SELECT 1
			FROM posts p
			JOIN threads t ON t.id = p.thread_id
			JOIN spaces s ON s.id = t.space_id
			WHERE p.id IN (SELECT CAST(e.value AS BIGINT) FROM `+db.Each(tx, 4)+` e) AND s.id <> $5
				AND (s.readers = 'private' OR s.readers = 'members' AND $6 = 'public') AND `+space.SeesPost+`)`,
		space.As(by, tx.Now, list, in.ID, in.Readers)...)
	if leaks {
		return models.Invalid(field, "This quotes somebody from a place that fewer people can read. Say it in your own words, without the name and the link.")
	}
	return err
}

// quotedPosts are the posts that the quotations of a text lead to.
func quotedPosts(source string) (ids []string) {
	for _, line := range quotedLine.FindAllString(source, -1) {
		for _, found := range postLink.FindAllStringSubmatch(line, -1) {
			ids = append(ids, found[1])
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
