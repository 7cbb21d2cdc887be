using Racklight.Deploys.Findings;

namespace Racklight.Deploys.Checking;

/// <summary>Looks at one file at a time, for one thing. Never throws for what is in the file.</summary>
internal interface IFileCheck
{
    /// <summary>All that it finds.</summary>
    IEnumerable<Finding> Check(RepositoryFile file);
}

/// <summary>Looks at all files of a cloud's configuration together.</summary>
internal interface ICloudCheck
{
    /// <summary>All that it finds.</summary>
    IEnumerable<Finding> Check(CloudFiles cloud);
}
