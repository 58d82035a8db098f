package views

import (
	"slices"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/moderation"
	"commonroom/models/prose"
	"commonroom/models/space"
)

// SplitPage is where a committee member chooses the posts that are to be a thread of their own.
type SplitPage struct {
	Thread   discuss.Thread
	From     int            // the first post to choose from
	Posts    []discuss.Post // those to choose from
	Boards   []space.Space  // where the new thread can stand
	In       discuss.NewSplit
	Problems models.Problems
}

func (p SplitPage) action() string { return threadHref(p.Thread, "/split?from="+itoa(p.From)) }

// excerptOfChoice is how much of a post is shown beside its box: enough to know it again.
const excerptOfChoice = 120

func (p SplitPage) postsField() Field {
	f := Field{Name: "posts", Label: "Which posts?", Error: p.Problems.For("posts"),
		Hint: "The first of them opens the new thread. The answers to it are ticked already."}
	for _, post := range p.Posts {
		words := prose.Excerpt(post.Body, excerptOfChoice)
		if post.Hidden || post.Withdrawn {
			words = "Hidden or withdrawn"
		}
		f.Choices = append(f.Choices, Choice{Value: itoa(post.Number), Label: itoa(post.Number) + " " + post.Author.Name, Hint: words,
			Chosen: slices.Contains(p.In.Posts, post.Number)})
	}
	return f
}

func (p SplitPage) boardField() Field {
	return toSpaceField("On which board?", p.Boards, p.In.ToSpace, p.Problems)
}

// MergePage is where a committee member says which thread another is to join.
type MergePage struct {
	Thread   discuss.Thread
	In       discuss.NewMerge
	Problems models.Problems
}

// whyField asks for the reason of an act that several people are told.
func whyField(value string, problems models.Problems) Field {
	return Field{Name: "reason", Label: "Why?", Value: value, Error: problems.For("reason"), Rows: 3, Max: moderation.MaxReason,
		Hint: "One or two sentences. Those who wrote the posts and the public log are told this reason, so leave out names and links."}
}
