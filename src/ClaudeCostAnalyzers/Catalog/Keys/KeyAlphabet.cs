namespace ClaudeCostAnalyzers.Catalog.Keys;

/// <summary>The characters that a key is made of.</summary>
internal enum KeyAlphabet
{
    /// <summary>0-9 and a-f.</summary>
    Hex,

    /// <summary>0-9 and a-z.</summary>
    Lower,

    /// <summary>A-Z and a-z; digits may occur.</summary>
    Letters,

    /// <summary>A-Z, a-z and 0-9.</summary>
    Alnum,

    /// <summary>A-Z, a-z, 0-9, - and _.</summary>
    Base64Url,

    /// <summary>A-Z, a-z, 0-9, +, / and =.</summary>
    Base64,
}

/// <summary>Membership of the alphabets. Everything is ASCII: no culture, no Unicode letters.</summary>
internal static class KeyAlphabets
{
    /// <summary>The alphabet of that name in a data file, or null.</summary>
    public static KeyAlphabet? Parse(string? name) => name switch
    {
        "hex" => KeyAlphabet.Hex,
        "lower" => KeyAlphabet.Lower,
        "letters" => KeyAlphabet.Letters,
        "alnum" => KeyAlphabet.Alnum,
        "base64url" => KeyAlphabet.Base64Url,
        "base64" => KeyAlphabet.Base64,
        _ => null,
    };

    /// <summary>Whether a key of this alphabet may have <paramref name="character"/>.</summary>
    public static bool Contains(this KeyAlphabet alphabet, char character) => character switch
    {
        >= '0' and <= '9' => true,
        >= 'a' and <= 'f' => true,
        >= 'g' and <= 'z' => alphabet != KeyAlphabet.Hex,
        >= 'A' and <= 'Z' => alphabet is not (KeyAlphabet.Hex or KeyAlphabet.Lower),
        '-' or '_' => alphabet == KeyAlphabet.Base64Url,
        '+' or '/' or '=' => alphabet == KeyAlphabet.Base64,
        _ => false,
    };

    /// <summary>Whether <paramref name="character"/> would belong to a longer token: a key ends before anything else.</summary>
    public static bool IsTokenCharacter(char character) => KeyAlphabet.Base64Url.Contains(character);
}
