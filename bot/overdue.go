package bot

import "errors"

// Overdue answers in place of a command that goes on although its context has ended. Adapters use it to keep a promise that
// they made to the platform. Should the command end after all, it is counted as well.
func (r *Router) Overdue(in Invocation) Message {
	return r.answer(in, func(a *asking) Message { return r.failed(a, "error", errors.New("the command did not end in time")) })
}
