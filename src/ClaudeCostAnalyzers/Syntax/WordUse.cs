namespace ClaudeCostAnalyzers.Syntax;

/// <summary>What the uses of a word look like, judged by the signs around it: more than it is, never less.</summary>
[Flags]
internal enum WordUse : byte
{
    /// <summary>It is called, handed over, or read.</summary>
    None = 0,

    /// <summary>A member may be declared by the name, or a variable given a value.</summary>
    Declared = 1,

    /// <summary>A parameter or a pattern's variable, of a type that may be a delegate's.</summary>
    Function = 2,

    /// <summary>A parameter or a pattern's variable, of a type with a simple name.</summary>
    Variable = 4,
}
