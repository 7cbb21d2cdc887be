namespace Racklight.Secrets.Checking;

/// <summary>A vault that was found.</summary>
/// <param name="File">Its file, relative to where the check runs.</param>
/// <param name="Key">The key of a single value; null when the whole file is the vault.</param>
/// <param name="VaultId">The label that it bears, or <c>default</c>.</param>
/// <param name="State"><c>opens</c>, <c>sound</c> (not opened: no password was given), <c>damaged</c>, <c>does not open</c>, <c>unresolved</c> (a merge left a conflict in it).</param>
internal sealed record VaultLine(string File, string? Key, string VaultId, string State);

/// <summary>What a check found.</summary>
/// <param name="Files">How many files were looked at.</param>
/// <param name="Vaults">All vaults, by file.</param>
/// <param name="Problems">What is wrong.</param>
internal sealed record CheckReport(int Files, IReadOnlyList<VaultLine> Vaults, IReadOnlyList<Problem> Problems);
