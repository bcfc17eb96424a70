namespace ClaudeCost.Pricing;

/// <summary>Sentences of a message, one after the other. Most requests need none, so nothing is made before the first.</summary>
/// <param name="IsWanted">Whether anybody will read them.</param>
internal record struct Sentences(bool IsWanted)
{
    /// <summary>All of them; <see langword="null"/> for none.</summary>
    public string? Text { get; private set; }

    public void Add(string sentence) => Text = !IsWanted ? null : Text is null ? sentence : Text + " " + sentence;
}
