using CsCheck;

namespace Racklight.Tests.Templates;

/// <summary>Picks one of some values.</summary>
internal static class Words
{
    public static Gen<T> Of<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);
}
