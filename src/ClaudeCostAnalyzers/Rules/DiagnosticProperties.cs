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

    /// <summary>CCA2003 on the body of a request: the field, or the property that becomes one, that is missing in the object at the first additional location.</summary>
    public const string BodyField = "BodyField";

    /// <summary>The expression that a fix writes in the place of the finding: a number or a time within the limit.</summary>
    public const string Lowered = "Lowered";

    /// <summary>CCA1007: the name of the parameter that takes the limit; empty where the finding is an assignment of it.</summary>
    public const string LimitParameter = "LimitParameter";

    /// <summary>CCA1007: the property that a created object lacks, or the method that its builder lacks. A session's budget has a type of its own.</summary>
    public const string LimitMember = "LimitMember";

    /// <summary>CCA1006, CCA2002: the token that is in scope, as an expression that means it where the call stands.</summary>
    public const string Token = "Token";

    /// <summary>CCA2005: set where <see cref="Lowered"/> is written as a number of milliseconds, not as minutes of a <c>TimeSpan</c>.</summary>
    public const string IsNumber = "IsNumber";

    /// <summary>CCA3001, CCA3002: the provider whose key it is; empty when it is not known.</summary>
    public const string Provider = "Provider";

    /// <summary>CCA3001, CCA3002: the environment variable that holds such a key by convention; empty when there is none.</summary>
    public const string KeyVariable = "KeyVariable";

    /// <summary>CCA3001, CCA3002: the configuration path that holds such a key by convention; empty when there is none.</summary>
    public const string KeyConfiguration = "KeyConfiguration";

    /// <summary>CCA3001, CCA3002: where the key stands in the reported text, <c>start,length</c> or <c>whole</c>; empty when it cannot be taken out.</summary>
    public const string KeySpan = "KeySpan";
}
