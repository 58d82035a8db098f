package handlers

import (
	"context"
	"maps"
	"net"
	"net/url"
	"slices"
	"testing"
)

// alsoHeld are the policies that models refuse by themselves, with the same answer, so that a
// guard which lets everybody in changes nothing.
var alsoHeld = map[string]string{
	"C03": "models/moderation",
	"C14": "models/search",
	"C15": "models/discuss",
	"D12": "models/draft",
	"M02": "models/member",
	"M04": "models/member",
}

// flipped is the same town behind doors of which those of one policy stand open.
func (w *town) flipped(t *testing.T, policy string) *town {
	t.Helper()
	open := maps.Clone(guards)
	open[policy] = everybody
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	config := w.Config
	config.PublicURL = &url.URL{Scheme: "http", Host: ln.Addr().String()}
	server, err := newGuarded(config, w.Stores, open)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	go func() { _ = server.Serve(ctx, ln) }()
	other := *w
	other.site = &site{Server: server, addr: ln.Addr().String(), log: w.log, stop: stop}
	return &other
}

// A matrix test that cannot fail proves nothing. Each guard in turn lets everybody in: the walk
// must notice, unless a model says the same.
func TestTheWalkNoticesEachGuardThatIsTakenAway(t *testing.T) {
	t.Parallel()
	w, rows, routes := walkTown(t), matrix(t), policies(t)
	for _, policy := range slices.Sorted(maps.Keys(guards)) {
		behind := slices.DeleteFunc(knocks(), func(k knock) bool { return routes[k.method+" "+k.path] != policy })
		if len(behind) == 0 || refusesNobody(rows[policy]) {
			continue
		}
		v := newWalker(t, w.flipped(t, policy))
		v.once = true
		differences := v.walk(t, behind)
		switch held := alsoHeld[policy]; {
		case len(differences) == 0 && held == "":
			t.Errorf("without the guard of %s (%s) nothing changes", policy, rows[policy]["action"])
		case len(differences) > 0 && held != "":
			t.Errorf("%s is said to be held by %s too, but without its guard: %s", policy, held, differences[0])
		}
	}
}

func refusesNobody(row map[string]string) bool {
	return !slices.ContainsFunc(columns, func(role string) bool { return row[role] == "L" || row[role] == "-" })
}
