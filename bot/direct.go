package bot

import "context"

// Direct is what an adapter also offers whose platform has conversations with one person.
type Direct interface {
	// Direct returns the conversation of the bot with a person of a workspace, which nobody else reads. Its address bears that workspace,
	// so that it is told from that with the same person elsewhere. It may ask the platform. Errors are *PostError.
	Direct(ctx context.Context, workspace, user string) (Conversation, error)
}

// Conversation is one with one person.
type Conversation struct {
	Address Address
	Zone    string // IANA zone of the person, where the platform says it; else empty
}
