package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kong"
)

const prefix = "COMMONROOM_"

// environment holds the settings found in the environment, by the name of the variable. It is
// asked instead of kong's own reading, which prints a value it cannot understand: it may be a
// secret.
type environment map[string]string

// readEnvironment takes our variables out of pairs such as COMMONROOM_LISTEN=…, and reads the
// files that those ending in _FILE name.
func readEnvironment(pairs []string) (environment, error) {
	env := environment{}
	for _, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, prefix) || strings.HasPrefix(name, prefix+"TEST_") {
			continue
		}
		plain, isFile := strings.CutSuffix(name, "_FILE")
		if _, twice := env[plain]; twice {
			return nil, fmt.Errorf("%s and %s_FILE are both set: choose one", plain, plain)
		}
		if isFile {
			held, err := os.ReadFile(value)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			value = strings.TrimSpace(string(held))
		}
		env[plain] = value
	}
	return env, nil
}

// variable is the name of the variable that sets a flag.
func variable(flag *kong.Flag) string {
	return prefix + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_"))
}

// Validate is part of kong's interface: known does it, after the parser is made.
func (environment) Validate(*kong.Application) error { return nil }

// Resolve gives the value for a flag that the command line does not set.
func (env environment) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if value, ok := env[variable(flag)]; ok {
		return value, nil
	}
	return nil, nil
}

// known refuses variables that set nothing: a slip in a name would otherwise go unnoticed.
func (env environment) known(model *kong.Application) error {
	sets := map[string]bool{}
	err := kong.Visit(model, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			sets[variable(flag)] = true
		}
		return next(nil)
	})
	if err != nil {
		return err
	}
	for name := range env {
		if !sets[name] {
			return fmt.Errorf("%s sets nothing: commonroom --help tells what can be set", name)
		}
	}
	return nil
}
