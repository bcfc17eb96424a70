namespace System.Runtime.CompilerServices;

/// <summary>Lets the compiler emit init-only properties and records for .NET Standard 2.0.</summary>
internal static class IsExternalInit;
