#if !NET
namespace System.Runtime.CompilerServices;

// The compiler wants this type for init accessors and records; .NET Standard lacks it.
internal static class IsExternalInit;
#endif
