namespace ClaudeCostAnalyzers.Rules;

/// <summary>Names of the properties that diagnostics carry, so that a fix derives nothing again.</summary>
internal static class DiagnosticProperties
{
    /// <summary>CCA2003: the simple name of the property that caps output tokens, such as <c>MaxOutputTokenCount</c>.</summary>
    public const string CapMember = "CapMember";

    /// <summary>CCA2003: the metadata name of the type that has the cap.</summary>
    public const string OptionsType = "OptionsType";

    /// <summary>CCA2003: the name of the parameter that takes the options; empty when the overload takes none.</summary>
    public const string OptionsParameter = "OptionsParameter";

    /// <summary>The expression that a fix writes in the place of the finding: a number or a time within the limit.</summary>
    public const string Lowered = "Lowered";

    /// <summary>CCA3001: the provider whose key it is.</summary>
    public const string Provider = "Provider";

    /// <summary>CCA3001: the environment variable that holds such a key by convention; empty when there is none.</summary>
    public const string KeyVariable = "KeyVariable";
}
