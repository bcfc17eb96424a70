namespace ClaudeCost.Configuration;

/// <summary>What an argument's exception says to whoever writes a configuration, to whom the name of a parameter means nothing.</summary>
internal static class ArgumentReason
{
    public static string Of(ArgumentException exception) =>
        exception.Message.IndexOf(" (Parameter ", StringComparison.Ordinal) is >= 0 and var end ? exception.Message.Substring(0, end) : exception.Message;
}
