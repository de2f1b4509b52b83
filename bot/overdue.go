package bot

import "errors"

// Overdue answers in place of a command that goes on although its context has ended. Adapters use it to keep a promise that
// they made to the platform.
func (r *Router) Overdue(in Invocation) (m Message) {
	defer r.rescue(&in, &m)
	in = r.prepare(in)
	return r.failed(in, "error", errors.New("the command did not end in time"))
}
