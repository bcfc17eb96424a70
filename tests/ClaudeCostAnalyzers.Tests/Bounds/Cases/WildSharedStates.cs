using Microsoft.Extensions.AI;

internal enum SharedState { Draft, Review, Polish, Done, Failed }

internal sealed class Piece { public SharedState State { get; set; } public string Text { get; set; } = ""; public SharedState Plain; }

internal interface IPieceStep { Task RunAsync(Piece piece); }
internal sealed class DraftPiece(IChatClient chat) : IPieceStep { public async Task RunAsync(Piece piece) { piece.Text = (await chat.GetResponseAsync("d")).Text; piece.State = SharedState.Review; } }
internal sealed class ReviewPiece(IChatClient chat) : IPieceStep { public async Task RunAsync(Piece piece) => piece.State = (await chat.GetResponseAsync(piece.Text)).Text == "ok" ? SharedState.Done : SharedState.Draft; }

// States in an object that the loop is handed.
internal sealed class WildSharedStates(IChatClient chat, IReadOnlyDictionary<SharedState, IPieceStep> steps, Piece given)
{
    private readonly Piece _kept = given;
    private Piece _current = given;
    private async Task<string> Ask(string q) => (await chat.GetResponseAsync(q)).Text;
    private void Back(Piece piece) { if (piece.Text == "") piece.State = SharedState.Draft; }
    private Task Deep(Piece piece) { Back(piece); return Task.CompletedTask; }
    private async Task<SharedState> Draft(Piece piece) { piece.Text = await Ask("d"); return SharedState.Review; }
    private async Task<SharedState> Review(Piece piece) => await Ask(piece.Text) == "ok" ? SharedState.Done : SharedState.Polish;

    public async Task Forward(Piece piece)
    {
        while (piece.State != SharedState.Done && piece.State != SharedState.Failed)
        {
            switch (piece.State)
            {
                case SharedState.Draft: piece.Text = await Ask("draft"); piece.State = SharedState.Review; break;
                case SharedState.Review: piece.State = await Ask(piece.Text) == "ok" ? SharedState.Done : SharedState.Polish; break;
                case SharedState.Polish: piece.Text = await Ask("polish"); piece.State = SharedState.Done; break;
            }
        }
    }

    public async Task ForwardBySwitch(Piece piece) { while (piece.State is not (SharedState.Done or SharedState.Failed)) piece.State = piece.State switch { SharedState.Draft => await Ask("x") is "ok" ? SharedState.Review : SharedState.Failed, SharedState.Review => await Ask("x") is "ok" ? SharedState.Polish : SharedState.Failed, _ => SharedState.Done }; }
    public async Task ForwardField(Piece piece) { while (piece.Plain is not SharedState.Done) { if (await Ask("x") == "ok") piece.Plain = SharedState.Done; else piece.Plain = piece.Plain == SharedState.Draft ? SharedState.Review : SharedState.Done; } }
    public async Task ForwardOwn() { var piece = new Piece(); while (piece.State != SharedState.Done) { var text = await Ask("x"); piece.State = piece.State == SharedState.Draft && text != "ok" ? SharedState.Review : SharedState.Done; } }
    public async Task ForwardKept() { while (_kept.State is SharedState.Draft or SharedState.Review) { switch (_kept.State) { case SharedState.Draft: _kept.Text = await Ask("d"); _kept.State = SharedState.Review; break; case SharedState.Review: _kept.Text = await Ask("r"); _kept.State = _kept.Text == "ok" ? SharedState.Done : SharedState.Failed; break; } } }
    public async Task ForwardEach(List<Piece> pieces) { foreach (var piece in pieces) while (piece.State != SharedState.Done) { var reply = await Ask(piece.Text); piece.State = piece.State switch { SharedState.Draft => reply == "ok" ? SharedState.Done : SharedState.Review, SharedState.Review => reply == "ok" ? SharedState.Done : SharedState.Polish, _ => SharedState.Done }; } }
    public async Task<SharedState> ForwardByMembers(Piece piece) { while (true) { var next = piece.State switch { SharedState.Draft => await Draft(piece), SharedState.Review => await Review(piece), _ => SharedState.Done }; if (next is SharedState.Done) return next; piece.State = next; } }

    public async Task BackAndForth(Piece piece) { while (piece.State != SharedState.Done) piece.State = piece.State == SharedState.Draft ? await {|CCA1002:Ask("d")|} == "ok" ? SharedState.Done : SharedState.Review : SharedState.Draft; }
    public async Task SaidByTheModel(Piece piece) { while (piece.State != SharedState.Done) piece.State = Enum.Parse<SharedState>(await {|CCA1002:Ask("next?")|}); }
    // What sets it back is called, two members deep.
    public async Task SetBack(Piece piece) { while (piece.State != SharedState.Done) { piece.Text = await {|CCA1002:Ask(piece.Text)|}; if (piece.State == SharedState.Draft) piece.State = SharedState.Review; else piece.State = piece.Text == "ok" ? SharedState.Done : SharedState.Failed; await Deep(piece); } }
    // Any of the steps may set it back.
    public async Task BySteps(Piece piece) { while (piece.State != SharedState.Done) { piece.Text = await {|CCA1002:Ask("d")|}; if (piece.Text == "x") piece.State = SharedState.Done; else await {|CCA1002:steps[piece.State].RunAsync(piece)|}; } }
    // Two objects, of which one goes back and forth.
    public async Task Two(Piece a, Piece b) { while (a.State != SharedState.Done) { a.Text = await {|CCA1002:Ask("x")|}; if (a.Text == "ok") a.State = SharedState.Done; b.State = b.State == SharedState.Draft ? SharedState.Review : SharedState.Draft; } }
    public async Task AnotherEachTurn() { while (_current.State is SharedState.Draft or SharedState.Review) { _current.State = await {|CCA1002:Ask("d")|} == "ok" ? SharedState.Done : SharedState.Failed; _current = new Piece(); } }
    public async Task SetBackLater(Piece piece, Action<Action> later) { later(() => piece.State = SharedState.Draft); while (piece.State != SharedState.Done) { piece.Text = await {|CCA1002:Ask("d")|}; if (piece.State == SharedState.Draft) piece.State = SharedState.Review; else piece.State = piece.Text == "ok" ? SharedState.Done : SharedState.Failed; } }
}
