namespace Racklight.Deploys.Planning;

/// <summary>What is on record of a cloud.</summary>
/// <param name="Tool">The tool that deployed it.</param>
/// <param name="Release">The release that it runs; null: not told.</param>
internal sealed record Deployed(string Tool, string? Release);
